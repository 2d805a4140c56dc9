const longest = 60;
/** How much of the common beginning stays visible before the first difference of two long values. */
const lead = 16;

/** A value as JSON, cut to what fits into a sentence. */
export function describeValue(value: unknown): string {
  return cut(JSON.stringify(value) ?? "nothing", 0);
}

/** Two values as JSON, both cut so that their first difference shows. */
export function describeValues(from: unknown, to: unknown): readonly [string, string] {
  const [left, right] = [JSON.stringify(from) ?? "nothing", JSON.stringify(to) ?? "nothing"];
  if (left.length <= longest && right.length <= longest) return [left, right];
  const start = Math.max(0, firstDifference(left, right) - lead);
  return [cut(left, start), cut(right, start)];
}

function firstDifference(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  return index;
}

function cut(text: string, from: number): string {
  const start = text.length <= longest ? 0 : from;
  const end = text.length <= start + longest ? text.length : start + longest;
  return `${start > 0 ? "…" : ""}${whole(text.slice(start, end))}${end < text.length ? "…" : ""}`;
}

/** Cutting may halve a surrogate pair, and PostgreSQL's jsonb refuses the halves. */
function whole(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}
