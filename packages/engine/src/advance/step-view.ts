import type { Json, RunError } from "@lockstep/model";

/** An ended step as expressions see it under `steps.<id>`. A step without output has no `output` at all. */
export interface StepView {
  readonly status: "completed" | "failed" | "skipped" | "cancelled";
  readonly attempts: number;
  readonly output?: Json;
  readonly error?: RunError;
}

/** Ended steps by id. */
export type StepViews = ReadonlyMap<string, StepView>;
