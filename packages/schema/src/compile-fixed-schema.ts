import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

import { addFormats } from "./formats.ts";

/** ajv's errors for a value, with `instancePath`, `keyword` and `params`; empty when it fits. Nothing is filled in or changed. */
export type FixedValidator = (value: unknown) => readonly ErrorObject[];

/**
 * Compiles a schema of Lockstep's own source code, such as a TypeBox schema, for hot loops: no cache, no bounds,
 * native regular expressions. Never for schemas from a repository or a request. Throws when the schema is wrong.
 */
export function compileFixedSchema(schema: object): FixedValidator {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    strictTuples: false,
  });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
