import type { Json } from "@lockstep/model";

import type { StepExecutor } from "./step-executor.ts";

export const echo: StepExecutor<"echo"> = ({ value }) => value as Json;
