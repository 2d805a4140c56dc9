import type { Json } from "@lockstep/model";

/** Deepest value that is validated; deeper ones would overflow the stack of any recursive reader. */
const deepestValue = 200;

/** Thrown by {@link copyJson}. */
export class DepthExceeded extends Error {
  override readonly name = "DepthExceeded";
}

/** A deep copy whose members are all own properties, `__proto__` too. Throws DepthExceeded beyond {@link deepestValue}. */
export function copyJson(value: Json, depth = 0): Json {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= deepestValue) throw new DepthExceeded(`is nested deeper than ${deepestValue} levels`);
  if (Array.isArray(value)) return value.map((item: Json) => copyJson(item, depth + 1));
  const copy: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    const copied = copyJson(member, depth + 1);
    if (key === "__proto__") defineMember(copy, key, copied);
    else copy[key] = copied;
  }
  return copy;
}

function defineMember(object: object, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
