import type { InputError, JsonObject, JsonSchema } from "@lockstep/model";
import { Ajv2020 } from "ajv/dist/2020.js";

import { describeErrors } from "./describe-errors.ts";
import { schemaRules } from "./schema-rules.ts";
import { walkSchema } from "./walk-schema.ts";

/** Everything that keeps a schema from being used, each with a JSON pointer into the schema. */
export function checkSchema(schema: JsonSchema): readonly InputError[] {
  const shapeErrors = checkShape(schema);
  if (shapeErrors.length > 0) return shapeErrors;
  const errors: InputError[] = [];
  walkSchema(schema, (subschema: JsonObject, path: string) => {
    for (const rule of schemaRules) errors.push(...rule(subschema, path, schema));
  });
  return errors;
}

const metaSchema = "https://json-schema.org/draft/2020-12/schema";

const metaAjv = new Ajv2020({ allErrors: true, strict: false, logger: false, validateFormats: false });

function checkShape(schema: JsonSchema): readonly InputError[] {
  const validate = metaAjv.getSchema(metaSchema);
  if (validate === undefined) throw new RangeError("ajv brings no JSON Schema 2020-12");
  return validate(schema) === true ? [] : describeErrors(validate.errors ?? []);
}
