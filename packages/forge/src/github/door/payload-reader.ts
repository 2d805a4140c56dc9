/** An object of a payload: untrusted, of any shape. */
export type PayloadObject = { readonly [name: string]: unknown };

/** An own property; never one that objects inherit. */
function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function isObject(value: unknown): value is PayloadObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What lies at the end of a path; `undefined` where anything on the way is no object. */
export function valueAt(payload: PayloadObject, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => fieldOf(value, name), payload);
}

/** One line of at most so many characters that every database can hold; `null` for everything else. */
export function lineAt(payload: PayloadObject, most: number, ...path: readonly string[]): string | null {
  const value = valueAt(payload, ...path);
  const isLine =
    typeof value === "string" && value !== "" && value.length <= most && !/[\p{Cc}\p{Cs}]/u.test(value);
  return isLine ? value : null;
}

/** Text of a form; `null` for everything else. */
export function formAt(payload: PayloadObject, form: RegExp, ...path: readonly string[]): string | null {
  const line = lineAt(payload, 1000, ...path);
  return line !== null && form.test(line) ? line : null;
}

/** A whole number above zero that a number holds exactly; `null` for everything else. */
export function countAt(payload: PayloadObject, ...path: readonly string[]): number | null {
  const value = valueAt(payload, ...path);
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** An id as text; `null` when there is none. */
export function idAt(payload: PayloadObject, ...path: readonly string[]): string | null {
  const id = countAt(payload, ...path);
  return id === null ? null : String(id);
}
