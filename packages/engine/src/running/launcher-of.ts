import type { NewRun } from "@lockstep/model";

import type { AttemptStart } from "../advance/draft.ts";
import type { StepContext } from "../steps/step-executor.ts";
import type { RunSetting } from "./run-setting.ts";

/** How one attempt starts runs: they are collected in `launched`, to be made durable with the attempt's outcome. */
export function launcherOf(
  { claimed, deps }: RunSetting,
  { step, item, attempt }: AttemptStart,
  launched: NewRun[],
): StepContext["launch"] {
  return async (request) => {
    const child = await deps.composeChild({ ...request, above: claimed.run, step, item, attempt });
    launched.push(child);
    return child.id;
  };
}
