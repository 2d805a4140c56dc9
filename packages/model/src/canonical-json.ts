import type { Json } from "./identifiers.ts";

/**
 * Canonical JSON text by RFC 8785: keys sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * Members whose value is `undefined` are left out. Throws RangeError on a number JSON cannot write.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return canonicalArray(value);
  return canonicalObject(value as { readonly [key: string]: Json | undefined });
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON form`);
  return Object.is(value, -0) ? "0" : String(value);
}

/** Longer ones are joined: a text that grows piece by piece stays a tree of its pieces, many times its size. */
const joinedFrom = 64;

function canonicalArray(items: readonly unknown[]): string {
  if (items.length >= joinedFrom) return `[${items.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  let text = "[";
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ",";
    text += canonicalJson(items[index] ?? null);
  }
  return `${text}]`;
}

function canonicalObject(object: { readonly [key: string]: Json | undefined }): string {
  let text = "{";
  for (const key of Object.keys(object).sort()) {
    const value = object[key];
    if (value === undefined) continue;
    if (text.length > 1) text += ",";
    text += `${JSON.stringify(key)}:${canonicalJson(value)}`;
  }
  return `${text}}`;
}
