import { Failure } from "@lockstep/model";
import { compileFixedSchema, describeErrors } from "@lockstep/schema";
import type { Static, TSchema } from "typebox";
import { Default } from "typebox/value";

/**
 * Checks values against one schema and fills in its defaults.
 * Failure: `invalid-input` with every error and no submitted value.
 */
export function inputCheck<Schema extends TSchema>(
  part: "body" | "query" | "message",
  schema: Schema,
): (value: unknown) => Static<Schema> {
  const validate = compileFixedSchema(schema);
  return (value) => {
    const complete = Default(schema, value);
    const errors = describeErrors(validate(complete));
    if (errors.length === 0) return complete as Static<Schema>;
    throw new Failure("invalid-input", `The ${part} does not fit its schema; every error is listed.`, {
      errors,
    });
  };
}
