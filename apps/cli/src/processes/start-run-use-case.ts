import type { StartRun } from "@lockstep/api";
import { startRun } from "@lockstep/engine";
import type { Clock, Ids, OrgStore, PipelineLoader } from "@lockstep/model";

import { createRoomCheck } from "./room-check.ts";

export interface StartRunParts {
  readonly store: OrgStore;
  readonly pipelines: PipelineLoader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly dataDirectory: string;
}

/** Accepts runs, but none that there would be no room to write down. */
export function createStartRun({ store, pipelines, clock, ids, dataDirectory }: StartRunParts): StartRun {
  const { environments, runs, signals } = store;
  const requireRoom = createRoomCheck(dataDirectory, clock);
  return async (request) => {
    await requireRoom();
    return startRun({ environments, runs, signals, pipelines, clock, ids }, request);
  };
}
