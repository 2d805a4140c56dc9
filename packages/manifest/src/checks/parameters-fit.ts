import { type StepType, stepTypes } from "@lockstep/model";
import { compileFixedSchema, type FixedValidator } from "@lockstep/schema";
import { declarationOf, writtenSchemaOf } from "@lockstep/step-types";

import { schemaFindings } from "../format/schema-findings.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

const schemas = new Map(stepTypes.map((type) => [type, writtenSchemaOf(declarationOf(type))] as const));
const validators = new Map<StepType, FixedValidator>();

/** SCHEMA: `with` is what the step type understands. */
export const parametersFit: PipelineCheck = ({ written: { steps } }) =>
  steps.flatMap(({ type, with: parameters = {} }, index) => {
    const known = type as StepType;
    const format = schemas.get(known) ?? {};
    return schemaFindings(
      { format, value: parameters, base: ["steps", index, "with"] },
      validatorOf(known)(parameters),
    );
  });

/** Compiled when the first step of the type is seen: all of them together take 60 ms. */
function validatorOf(type: StepType): FixedValidator {
  const known = validators.get(type);
  if (known !== undefined) return known;
  const validator = compileFixedSchema(schemas.get(type) ?? {});
  validators.set(type, validator);
  return validator;
}
