import type { InputError, JsonSchema } from "@lockstep/model";
import { Ajv2020 } from "ajv/dist/2020.js";

import { checkPatterns } from "./check-patterns.ts";
import { describeErrors } from "./describe-errors.ts";
import { findTargets } from "./find-targets.ts";
import { schemaLimits } from "./schema-limits.ts";
import { schemaRules } from "./schema-rules.ts";
import { walkSchema } from "./walk-schema.ts";

/** Everything that keeps a schema from being used, each with a JSON pointer into the schema. */
export function checkSchema(schema: JsonSchema): readonly InputError[] {
  const shapeErrors = checkShape(schema);
  if (shapeErrors.length > 0) return shapeErrors;
  const placed = [...walkSchema(schema)];
  if (placed.length > schemaLimits.subschemas)
    return [{ path: "", message: `the schema holds more than ${schemaLimits.subschemas} schemas` }];
  const targets = findTargets(placed);
  const ruleErrors = placed.flatMap(({ schema: subschema, path }) =>
    typeof subschema === "boolean" ? [] : schemaRules.flatMap((rule) => rule(subschema, path, targets)),
  );
  return [...ruleErrors, ...checkPatterns(placed)];
}

const metaSchema = "https://json-schema.org/draft/2020-12/schema";

const metaAjv = new Ajv2020({ allErrors: true, strict: false, logger: false, validateFormats: false });

function checkShape(schema: JsonSchema): readonly InputError[] {
  const validate = metaAjv.getSchema(metaSchema);
  if (validate === undefined) throw new RangeError("ajv brings no JSON Schema 2020-12");
  return validate(schema) === true ? [] : describeErrors(validate.errors ?? []);
}
