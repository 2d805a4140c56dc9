import type { InputError, Json, JsonObject, JsonSchema, StepType } from "@lockstep/model";
import {
  type CompiledSchema,
  compileFixedSchema,
  compileSchema,
  describeErrors,
  type FixedValidator,
} from "@lockstep/schema";
import { declarationOf } from "@lockstep/step-types";

import { StepFailure } from "../step-failure.ts";

const fixedValidators = new Map<StepType, FixedValidator>();

/** Fails as `validation` when evaluated parameters do not have the shape that the step type declares. */
export function checkParameters(type: StepType, parameters: JsonObject): void {
  let validate = fixedValidators.get(type);
  if (validate === undefined) {
    validate = compileFixedSchema(declarationOf(type).with);
    fixedValidators.set(type, validate);
  }
  const errors = validate(parameters);
  if (errors.length > 0) throw misfit("`with` does not fit the step type", describeErrors(errors));
}

const writtenSchemas = new WeakMap<object, CompiledSchema>();

/** The compiled form of a schema of a manifest, found again by identity. */
export function schemaOf(schema: JsonSchema): CompiledSchema {
  if (typeof schema !== "object") return compileSchema(schema);
  let compiled = writtenSchemas.get(schema);
  if (compiled === undefined) {
    compiled = compileSchema(schema);
    writtenSchemas.set(schema, compiled);
  }
  return compiled;
}

/** Fails as `validation` when a value does not fit a schema of the manifest. `what` begins the message. */
export function checkValue(value: Json, schema: JsonSchema, what: string): void {
  if (schema === true) return;
  const compiled = schemaOf(schema);
  if (!compiled.ok) throw misfit(`The schema for ${what} cannot be used`, compiled.errors);
  const validation = compiled.validate(value);
  if (!validation.ok) throw misfit(`${what} does not fit its schema`, validation.errors);
}

function misfit(what: string, errors: readonly InputError[]): StepFailure {
  const [first] = errors;
  const where =
    first === undefined ? "" : `: ${first.path === "" ? "the value" : first.path} ${first.message}`;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const details = { errors: errors.map(({ path, message }) => ({ path, message })) };
  return new StepFailure("validation", `${what}${where}${more}.`, { details });
}
