import type { Json } from "@lockstep/model";

/** Adds an own member whatever its name: assigning `__proto__` would change the prototype instead. */
export function defineMember(object: { [name: string]: Json }, name: string, value: Json): void {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
