import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";

import { addFormats } from "./formats.ts";

/** ajv's errors for a value, with `instancePath`, `keyword` and `params`; empty when it fits. Nothing is filled in or changed. */
export type FixedValidator = (value: unknown) => readonly ErrorObject[];

/** One for all: each instance compiles the meta-schema anew, which takes longer than most of our schemas. */
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
});
addFormats(ajv);

/**
 * A validator for a schema of Lockstep's own source code, such as a TypeBox schema, for hot loops: no bounds, native
 * regular expressions. Never for schemas from a repository or a request. Compiled at the first use, so that a process
 * that starts pays only for what it checks; a wrong schema throws then.
 */
export function compileFixedSchema(schema: object): FixedValidator {
  let compiled: ValidateFunction | null = null;
  return (value) => {
    compiled ??= ajv.compile(schema);
    return compiled(value) ? [] : (compiled.errors ?? []);
  };
}
