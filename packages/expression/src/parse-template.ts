import { ExpressionError } from "./expression-error.ts";

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "expression";
      /** What stands between the braces, white space included. */
      readonly source: string;
      /** UTF-16 offset of `source` in the template. */
      readonly offset: number;
    };

/** A string with `{{ … }}` in it, split at the braces; the expressions themselves are not parsed yet. */
export interface Template {
  readonly text: string;
  readonly parts: readonly TemplatePart[];
  /** The only expression of a template without any other text: it keeps the type of its value. */
  readonly whole: string | null;
}

/** Whether a string holds an expression at all. */
export function isTemplate(text: string): boolean {
  return text.includes("{{");
}

/** Splits a string at `{{` and `}}`, minding CEL's strings, comments and braces. Throws ExpressionError where `}}` is missing. */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = [];
  let position = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", position)) {
    if (open > position) parts.push({ kind: "text", text: text.slice(position, open) });
    const end = findEnd(text, open);
    parts.push({ kind: "expression", source: text.slice(open + 2, end), offset: open + 2 });
    position = end + 2;
  }
  if (position < text.length) parts.push({ kind: "text", text: text.slice(position) });
  const [first] = parts;
  const whole = parts.length === 1 && first?.kind === "expression" ? first.source : null;
  return { text, parts, whole };
}

/** Position of the `}}` that closes the `{{` at `open`. */
function findEnd(text: string, open: number): number {
  let depth = 0;
  let position = open + 2;
  while (position < text.length) {
    const character = text.charAt(position);
    if (character === "}" && depth === 0 && text.charAt(position + 1) === "}") return position;
    if (character === "{") depth += 1;
    if (character === "}") depth = Math.max(0, depth - 1);
    position = skipToken(text, position, open);
  }
  throw new ExpressionError("this '{{' has no matching '}}'", open);
}

function skipToken(text: string, position: number, open: number): number {
  const character = text.charAt(position);
  if (character === "'" || character === '"') return skipString(text, position, open);
  if (text.startsWith("//", position)) return skipComment(text, position, open);
  return position + 1;
}

function skipString(text: string, start: number, open: number): number {
  const quote = text.charAt(start);
  const delimiter = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  let position = start + delimiter.length;
  while (position < text.length) {
    if (text.startsWith(delimiter, position)) return position + delimiter.length;
    position += text.charAt(position) === "\\" ? 2 : 1;
  }
  throw new ExpressionError(`the string that starts here in the '{{' at ${open} is not closed`, start);
}

function skipComment(text: string, start: number, open: number): number {
  const end = text.indexOf("\n", start);
  if (end !== -1) return end;
  throw new ExpressionError(`the comment in the '{{' at ${open} runs to the end`, start);
}
