import type { Json } from "@lockstep/model";

import type { StepExecutor } from "./step-executor.ts";

/** Ends the run by completing: the state machine looks for it. */
export const returnStep: StepExecutor<"return"> = ({ value = null }) => value as Json;
