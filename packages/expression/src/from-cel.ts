import type { Json } from "@lockstep/model";
import { Optional } from "@marcbachmann/cel-js";

import { originalOf } from "./cel-values.ts";
import { ExpressionError } from "./expression-error.ts";

/** Largest value that an expression may build: characters of its strings and keys, and its values. */
const mostOutput = 16_777_216;

/**
 * A CEL value as JSON: integers become numbers, timestamps and durations their text, an empty optional `null`.
 * Throws ExpressionError for what JSON cannot hold: bytes, types, endless or unsafe numbers.
 */
export function fromCel(value: unknown): Json {
  return new Writer().write(value);
}

class Writer {
  #left = mostOutput;

  write(value: unknown): Json {
    switch (typeof value) {
      case "string":
        this.#spend(value.length);
        return value;
      case "number":
        return finite(value);
      case "bigint":
        return safeInteger(value);
      case "boolean":
        return value;
      default:
        return value === null || typeof value !== "object" ? null : this.#writeObject(value);
    }
  }

  #writeObject(value: object): Json {
    const original = originalOf(value);
    if (original !== undefined) return original;
    this.#spend(1);
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
      const json = this.write(member);
      if (name === "__proto__")
        Object.defineProperty(written, name, {
          value: json,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      else written[name] = json;
    }
    return written;
  }

  #spend(amount: number): void {
    this.#left -= amount + 1;
    if (this.#left < 0) throw new ExpressionError("the expression gives more than 16 MiB", 0);
  }
}

/** CEL's unsigned integers and durations, whose classes the library does not export. */
function writeScalarObject(value: object): Json {
  if (value instanceof Uint8Array)
    throw new ExpressionError("the expression gives bytes; use base64() or string()", 0);
  if (typeof value.valueOf() === "bigint") return safeInteger(value.valueOf() as unknown as bigint);
  if (Object.prototype.toString.call(value) === "[object google.protobuf.Duration]") return String(value);
  throw new ExpressionError("the expression gives a type, which is not a value", 0);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new ExpressionError(
    "the expression gives a number that JSON cannot write, such as a division by zero",
    0,
  );
}

function safeInteger(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new ExpressionError("the expression gives an integer beyond 2^53, which JSON numbers cannot hold", 0);
}
