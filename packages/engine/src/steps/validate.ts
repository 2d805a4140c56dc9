import type { Json, JsonSchema } from "@lockstep/model";
import type { Validation } from "@lockstep/schema";

import { checkValue, schemaOf } from "../running/check-shape.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepExecutor } from "./step-executor.ts";

export const validate: StepExecutor<"validate"> = ({ value, items, onInvalid = "fail", ...rest }) => {
  const schema = rest.schema as JsonSchema;
  if (items !== undefined) return judgeItems(items as readonly Json[], schema, onInvalid);
  return judgeValue(value as Json, schema, onInvalid);
};

type OnInvalid = "fail" | "partition" | "drop";

function judgeItems(items: readonly Json[], schema: JsonSchema, onInvalid: OnInvalid): Json {
  const valid: Json[] = [];
  const invalid: Json[] = [];
  for (const [index, item] of items.entries()) {
    if (onInvalid === "fail") checkValue(item, schema, `Item ${index}`);
    const validation = check(item, schema);
    if (validation.ok) valid.push(validation.value);
    else invalid.push({ index, value: item, errors: validation.errors.map((error) => ({ ...error })) });
  }
  return onInvalid === "partition" ? { valid, invalid } : valid;
}

/** One value is a list of one for `partition`; dropping it leaves null. */
function judgeValue(value: Json, schema: JsonSchema, onInvalid: OnInvalid): Json {
  if (onInvalid === "partition") return judgeItems([value], schema, onInvalid);
  if (onInvalid === "fail") checkValue(value, schema, "The value");
  const validation = check(value, schema);
  return validation.ok ? validation.value : null;
}

function check(value: Json, schema: JsonSchema): Validation {
  const compiled = schemaOf(schema);
  if (compiled.ok) return compiled.validate(value);
  throw new StepFailure("validation", "The schema cannot be used.");
}
