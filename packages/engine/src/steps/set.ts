import type { Json } from "@lockstep/model";

import type { StepExecutor } from "./step-executor.ts";

export const set: StepExecutor<"set"> = ({ values }) => values as Json;
