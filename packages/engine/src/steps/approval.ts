import { durationMilliseconds, type JsonSchema } from "@lockstep/model";

import type { StepExecutor } from "./step-executor.ts";
import { Suspended } from "./suspended.ts";

const emptyForm: JsonSchema = { type: "object", additionalProperties: false };

const expiryDefault = "7d";

/** Asks people and waits for the first answer. */
export const approval: StepExecutor<"approval"> = (parameters, { clock }) => {
  const { prompt, assignees, form = emptyForm, expiresAfter = expiryDefault } = parameters;
  return new Suspended(
    { kind: "person", prompt, assignees, form: form as JsonSchema },
    clock.now() + durationMilliseconds(expiresAfter),
  );
};
