import type { Json } from "@lockstep/model";

import type { StepExecutor } from "./step-executor.ts";
import { Suspended } from "./suspended.ts";

/** Starts a run of another pipeline, and waits for its end unless told otherwise. */
export const pipeline: StepExecutor<"pipeline"> = async (parameters, context) => {
  const { pipeline: callee, input = {}, wait = true } = parameters;
  const run = await context.launch({ callee, input: input as Json, isAwaited: wait });
  return wait ? new Suspended({ kind: "run", run }, null) : { runId: run };
};
