import type { Json } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import type { StepExecutor } from "./step-executor.ts";

export const switchStep: StepExecutor<"switch"> = ({ value, cases, ...rest }) => {
  const name = typeof value === "string" ? value : JSON.stringify(value);
  if (Object.hasOwn(cases, name)) return cases[name] as Json;
  if (rest.default !== undefined) return rest.default as Json;
  const message = `No case fits the value, and there is no default; there are cases for ${Object.keys(cases).join(", ")}.`;
  throw new StepFailure("validation", message);
};
