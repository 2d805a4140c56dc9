import type { TObject } from "typebox";

import type { StepTypeDeclaration } from "./step-type-declaration.ts";

type Written<With extends TObject> = Pick<
  StepTypeDeclaration<With>,
  "type" | "summary" | "with" | "outputSchema"
> &
  Partial<StepTypeDeclaration<With>>;

/** A declaration with what most step types have in common: no effects, no secrets, no powers. */
export function declareStepType<With extends TObject>(written: Written<With>): StepTypeDeclaration<With> {
  return {
    effects: { default: "none", floor: "none" },
    secrets: [],
    literal: [],
    deferred: {},
    powers: [],
    ...written,
  };
}
