import { executableStepTypes } from "@lockstep/engine";
import { type Effects, type StepType, stepTypes } from "@lockstep/model";
import { declarationOf, writtenSchemaOf } from "@lockstep/step-types";
import { type Static, Type } from "typebox";

import { json, list, oneOf } from "./fields.ts";

const effects = oneOf(["none", "read", "write"] as const satisfies readonly Effects[]);

/** A step type as whoever writes a pipeline or an editor needs to know it. */
export const stepTypeView = Type.Object(
  {
    type: oneOf(stepTypes),
    summary: Type.String(),
    with: Type.Unknown({
      description: "JSON Schema of `with` as it is written: a template may stand for a value.",
    }),
    output: Type.Unknown({ description: "JSON Schema of the output, as far as `with` does not narrow it." }),
    effects: Type.Object({
      default: effects,
      floor: Type.Unsafe<Effects>({ ...effects, description: "The least that a step may claim." }),
    }),
    powers: Type.Immutable(Type.Array(Type.String(), { description: "What it needs from the world." })),
    secrets: list(Type.String({ description: "Pointers into `with` where a secret may stand." })),
    literal: list(Type.String({ description: "Pointers into `with` where `{{` has no meaning." })),
    deferred: Type.Record(Type.String(), json, {
      description: "Templates that are evaluated later, by pointer, with the further names they may use.",
    }),
    isExecutable: Type.Boolean({ description: "Whether this installation can execute it." }),
  },
  { $id: "StepType" },
);

export const stepTypeResponse = Type.Object({ stepType: stepTypeView });

export function presentStepType(type: StepType): Static<typeof stepTypeView> {
  const declaration = declarationOf(type);
  const { summary, effects, powers, secrets, literal, deferred } = declaration;
  return {
    type,
    summary,
    with: writtenSchemaOf(declaration),
    output: declaration.outputSchema({}),
    effects,
    powers,
    secrets,
    literal,
    deferred,
    isExecutable: executableStepTypes.has(type),
  };
}
