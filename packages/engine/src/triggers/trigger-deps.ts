import type { RunStore, Signals, TriggerStore } from "@lockstep/model";

import type { PrepareRunDeps } from "../start-run.ts";

/** What firing a trigger takes. */
export interface TriggerDeps extends PrepareRunDeps {
  readonly triggers: TriggerStore;
  readonly runs: Pick<RunStore, "load">;
  readonly signals: Signals;
  /** Fails when no new runs can be taken in at all, such as on a full disk. */
  requireRoom(): Promise<void>;
}
