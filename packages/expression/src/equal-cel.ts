/** Counts one comparison. Two values built by doubling have 2ⁿ pairs of parts, so that each is paid for. */
type Spend = (steps: number) => void;

/** Whether two CEL values are equal: numbers of any kind by value, lists and maps by their parts, other kinds never. */
export function areEqual(a: unknown, b: unknown, spend: Spend): boolean {
  spend(1);
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return haveEqualValues(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && areListsEqual(a, b, spend);
  if (a instanceof Map) return b instanceof Map && areMapsEqual(a, b, spend);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && areListsEqual([...a], [...b], spend);
  return haveEqualValues(a, b);
}

/** Numbers, and what has one as its value: unsigned integers, timestamps, durations. */
function haveEqualValues(a: unknown, b: unknown): boolean {
  const [left, right] = [a?.valueOf(), b?.valueOf()];
  if (!isNumeric(left) || !isNumeric(right) || isInstant(a) !== isInstant(b)) return false;
  // oxlint-disable-next-line eqeqeq -- the only exact comparison of a bigint with a number
  return left == right;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Of another kind than numbers although it has one as its value. */
function isInstant(value: unknown): boolean {
  return typeof value === "object" && value !== null && typeof value.valueOf() === "number";
}

function areListsEqual(a: readonly unknown[], b: readonly unknown[], spend: Spend): boolean {
  return a.length === b.length && a.every((item, index) => areEqual(item, b[index], spend));
}

function areMapsEqual(
  a: ReadonlyMap<unknown, unknown>,
  b: ReadonlyMap<unknown, unknown>,
  spend: Spend,
): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !areEqual(value, b.get(key), spend)) return false;
  return true;
}

/** What `item in collection` gives: an item of a list, a key of a map; `null` for any other collection. */
export function isMember(item: unknown, collection: unknown, spend: Spend): boolean | null {
  if (collection instanceof Map) return collection.has(item);
  if (!Array.isArray(collection)) return null;
  return collection.some((each) => areEqual(item, each, spend));
}
