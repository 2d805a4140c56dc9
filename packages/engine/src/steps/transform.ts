import type { Json } from "@lockstep/model";

import { evaluateJmespath } from "./evaluate-jmespath.ts";
import { evaluateJsonata } from "./evaluate-jsonata.ts";
import type { StepExecutor } from "./step-executor.ts";

export const transform: StepExecutor<"transform"> = ({ set, jsonata, jmespath, data = null }) => {
  if (jsonata !== undefined) return evaluateJsonata(jsonata, data as Json);
  if (jmespath !== undefined) return evaluateJmespath(jmespath, data as Json);
  return (set ?? null) as Json;
};
