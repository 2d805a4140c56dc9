/** Values from behind the `?` of an address. What does not fit is left out: an old or mistyped address still opens. */
export function readText(given: unknown, longest = 200): string | undefined {
  const text = typeof given === "number" ? String(given) : given;
  return typeof text === "string" && text !== "" && text.length <= longest ? text : undefined;
}

/** An instant of RFC 3339. Strict: commands that people copy name it, and browsers read dates with any remark in brackets. */
export function readInstant(given: unknown): string | undefined {
  const text = readText(given, 40);
  const isInstant = text !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text);
  return isInstant && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

export function readOneOf<Value extends string>(given: unknown, values: readonly Value[]): Value | undefined {
  return values.find((value) => value === given);
}

/** A list of known values; a single one counts as a list of one. */
export function readList<Value extends string>(
  given: unknown,
  values: readonly Value[],
): readonly Value[] | undefined {
  const list = Array.isArray(given) ? given : [given];
  const known = values.filter((value) => list.includes(value));
  return known.length === 0 ? undefined : known;
}

/** An object without the fields that are `undefined`, so that an address says only what was chosen. */
export function onlyGiven<Search extends object>(
  search: Search,
): { [Name in keyof Search]?: Exclude<Search[Name], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Search]?: Exclude<Search[Name], undefined>;
  };
}
