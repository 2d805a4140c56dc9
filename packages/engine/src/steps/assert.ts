import { StepFailure } from "../step-failure.ts";
import type { StepExecutor } from "./step-executor.ts";

export const assert: StepExecutor<"assert"> = ({ that, message }) => {
  if (that) return null;
  throw new StepFailure("validation", message);
};
