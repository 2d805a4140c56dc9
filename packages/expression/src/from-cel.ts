import type { Json } from "@lockstep/model";
import { Optional } from "@marcbachmann/cel-js";

import { originalOf, sizeOfCel } from "./cel-values.ts";
import { defineMember } from "./define-member.ts";
import { CelFault, LimitFault } from "./functions/cel-function.ts";

/** Largest value that an expression may build: the characters of its strings and keys, and so much for each value. */
const mostOutput = 16_777_216;

/** A million small lists take 0.4 s to write, a million characters nothing to speak of. */
const costOfValue = 16;

/**
 * A CEL value as JSON: integers become numbers, timestamps and durations their text, an empty optional `null`.
 * Throws CelFault for what JSON cannot hold: bytes, types, endless or unsafe numbers.
 */
export function fromCel(value: unknown): Json {
  const original = typeof value === "object" && value !== null ? originalOf(value) : undefined;
  return original ?? new Writer().write(value);
}

class Writer {
  #left = mostOutput;

  write(value: unknown): Json {
    this.#spend(costOfValue);
    if (typeof value === "string") this.#spend(value.length);
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return finite(value);
    if (typeof value === "bigint") return safeInteger(value);
    return typeof value === "object" && value !== null ? this.#writeObject(value) : null;
  }

  #writeObject(value: object): Json {
    const original = originalOf(value);
    if (original !== undefined) {
      this.#spend(sizeOfCel(value));
      return original;
    }
    if (Array.isArray(value)) return value.map((item) => this.write(item));
    if (value instanceof Map) return this.#writeMembers(value.entries());
    if (value instanceof Optional) return value.hasValue() ? this.write(value.value()) : null;
    if (value instanceof Date) return value.toISOString();
    return writeScalarObject(value);
  }

  #writeMembers(members: Iterable<[unknown, unknown]>): Json {
    const written: { [key: string]: Json } = {};
    for (const [key, member] of members) {
      const name = String(key);
      this.#spend(name.length);
      defineMember(written, name, this.write(member));
    }
    return written;
  }

  #spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) throw new LimitFault("the expression builds a value that is too large");
  }
}

/** CEL's unsigned integers and durations, whose classes the library does not export. */
function writeScalarObject(value: object): Json {
  if (value instanceof Uint8Array) throw new CelFault("the expression gives bytes; use base64() or string()");
  if (typeof value.valueOf() === "bigint") return safeInteger(value.valueOf() as unknown as bigint);
  if (Object.prototype.toString.call(value) === "[object google.protobuf.Duration]")
    return (value as { toString(): string }).toString();
  throw new CelFault("the expression gives a type, which is not a value");
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new CelFault("the expression gives a number that JSON cannot write, such as a division by zero");
}

function safeInteger(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new CelFault("the expression gives an integer beyond 2^53, which JSON numbers cannot hold");
}
