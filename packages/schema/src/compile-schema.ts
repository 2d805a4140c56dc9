import { canonicalJson, type InputError, type Json, type JsonSchema } from "@lockstep/model";
import { LRUCache } from "lru-cache";

import { buildValidator, type RawValidator } from "./build-validator.ts";
import { checkSchema } from "./check-schema.ts";
import { copyJson, DepthExceeded } from "./copy-json.ts";
import { describeErrors } from "./describe-errors.ts";
import { findExceededLimit } from "./schema-limits.ts";
import { BudgetExceeded } from "./step-budget.ts";

/** `value` is a copy with the schema's defaults filled in; `errors` never repeat what was submitted. */
export type Validation =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly errors: readonly InputError[] };

/** A schema ready for use, or everything that keeps it from being used, each with a JSON pointer into the schema. */
export type CompiledSchema =
  | { readonly ok: true; readonly validate: (value: Json) => Validation }
  | { readonly ok: false; readonly errors: readonly InputError[] };

/** Bounds on what stays compiled: schemas, and UTF-16 code units of their canonical text. */
const cache = new LRUCache<string, CompiledSchema>({
  max: 500,
  maxSize: 8 * 1_048_576,
  sizeCalculation: (_, text) => text.length,
});

/** Compiles a JSON Schema (2020-12) that a person wrote, or takes it from a bounded cache. Never throws. */
export function compileSchema(schema: JsonSchema): CompiledSchema {
  const limit = findExceededLimit(schema);
  if (limit !== null) return { ok: false, errors: [limit] };
  const text = canonicalJson(schema);
  const cached = cache.get(text);
  if (cached !== undefined) return cached;
  const compiled = compileAnew(schema);
  cache.set(text, compiled);
  return compiled;
}

function compileAnew(schema: JsonSchema): CompiledSchema {
  const errors = checkSchema(schema);
  if (errors.length > 0) return { ok: false, errors };
  try {
    const check = buildValidator(schema);
    // References that go round in place do so with any value, so that one try finds them.
    check(null);
    return { ok: true, validate: (value) => validateWith(check, value) };
  } catch (error) {
    return {
      ok: false,
      errors: [{ path: "", message: `the schema cannot be compiled: ${describeRefusal(error)}` }],
    };
  }
}

function validateWith(check: RawValidator, submitted: Json): Validation {
  try {
    const value = copyJson(submitted);
    const errors = check(value);
    return errors.length === 0 ? { ok: true, value } : { ok: false, errors: describeErrors(errors) };
  } catch (error) {
    return { ok: false, errors: [{ path: "", message: describeRefusal(error) }] };
  }
}

/** V8 reports a stack without end as RangeError. */
function describeRefusal(error: unknown): string {
  if (error instanceof DepthExceeded || error instanceof BudgetExceeded) return error.message;
  if (error instanceof RangeError) return "its references go round without end";
  return error instanceof Error ? error.message : "unknown reason";
}
