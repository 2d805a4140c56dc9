import type { Json } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { StepExecutor } from "./step-executor.ts";

export const filter: StepExecutor<"filter"> = ({ items, where }, { evaluate }) =>
  (items as Json[]).filter((item, index) => {
    const isKept = evaluate(where as Json, { item, index });
    if (typeof isKept === "boolean") return isKept;
    throw new StepFailure(
      "expression",
      `\`where\` must give true or false; item ${index} gave something else.`,
    );
  });
