type Entries = { readonly [key: string]: unknown };

/** Whether two JSON values are equal, whatever the order of keys. Allocates nothing for the arrays it walks. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && isSameArray(a, b);
  return !Array.isArray(b) && isSameObject(a as Entries, b as Entries);
}

function isSameArray(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => isSameJson(item, b[index]));
}

function isSameObject(a: Entries, b: Entries): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]));
}
