import type { Json, JsonSchema } from "@lockstep/model";

import type { Finding, Path } from "../text/finding.ts";
import { compiledSchema } from "./compiled-schema.ts";
import type { PipelineCheck } from "./pipeline-check.ts";
import { inputErrorFindings } from "./schemas-are-valid.ts";

/** INPUT_SAMPLE: the sample is an input that a run would accept. */
export const sampleFits: PipelineCheck = ({ written: { input } }) => {
  if (input?.schema === undefined || (input.sample ?? null) === null) return [];
  return valueFindings("INPUT_SAMPLE", input.schema, input.sample ?? null, {
    path: ["input", "sample"],
    subject: "The sample",
  });
};

/** What keeps a value from fitting a schema; nothing when the schema itself is wrong, which is said elsewhere. */
export function valueFindings(
  code: "INPUT_SAMPLE" | "TEST_INVALID",
  schema: JsonSchema,
  value: Json,
  { path, subject }: { readonly path: Path; readonly subject: string },
): Finding[] {
  const compiled = compiledSchema(schema);
  if (!compiled.ok) return [];
  const result = compiled.validate(value);
  return result.ok ? [] : inputErrorFindings(code, path, result.errors, subject);
}
