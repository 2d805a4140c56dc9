import type { InputError } from "@lockstep/model";

import { fromPointer } from "../format/schema-findings.ts";
import { type Finding, findingAt, type Path } from "../text/finding.ts";
import { compiledSchema } from "./compiled-schema.ts";
import { jsonSchemas } from "./json-schemas.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

/** SCHEMA: what is given as JSON Schema is one, with patterns that run in linear time. */
export const schemasAreValid: PipelineCheck = ({ written }) =>
  jsonSchemas(written).flatMap(({ schema, path }) => {
    const compiled = compiledSchema(schema);
    return compiled.ok ? [] : inputErrorFindings("SCHEMA", path, compiled.errors, "The JSON Schema");
  });

/** Errors of a validator as findings below a path, the first one of each place. */
export function inputErrorFindings(
  code: "SCHEMA" | "INPUT_SAMPLE" | "TEST_INVALID",
  path: Path,
  errors: readonly InputError[],
  subject: string,
): Finding[] {
  const first = new Map(errors.toReversed().map((error) => [error.path, error] as const));
  return [...first.values()].toReversed().map((error) => {
    const inside = fromPointer(error.path);
    const place = inside.length === 0 ? subject : `${subject}: \`${inside.join(".")}\``;
    return findingAt(code, [...path, ...inside], `${place} ${error.message}.`);
  });
}
