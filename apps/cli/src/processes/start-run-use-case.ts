import type { StartRun } from "@lockstep/api";
import { startRun } from "@lockstep/engine";
import { type Clock, Failure, type Ids, type OrgStore, type PipelineLoader } from "@lockstep/model";

import { measureDisk } from "./disk-space.ts";

export interface StartRunParts {
  readonly store: OrgStore;
  readonly pipelines: PipelineLoader;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly dataDirectory: string;
}

/** How long one measurement of the disk is good for, in milliseconds. */
const measurementAge = 1_000;

/** Accepts runs, but none that there would be no room to write down. */
export function createStartRun({ store, pipelines, clock, ids, dataDirectory }: StartRunParts): StartRun {
  const { environments, runs, signals } = store;
  const requireRoom = createRoomCheck(dataDirectory, clock);
  return async (request) => {
    await requireRoom();
    return startRun({ environments, runs, signals, pipelines, clock, ids }, request);
  };
}

function createRoomCheck(directory: string, clock: Clock): () => Promise<void> {
  let measuredAt = -Infinity;
  let hasRoom = true;
  return async () => {
    // A clock that was set back must not keep an old measurement for ever.
    if (Math.abs(clock.now() - measuredAt) > measurementAge) {
      measuredAt = clock.now();
      const { freeBytes, reserveBytes } = await measureDisk(directory);
      hasRoom = freeBytes > reserveBytes;
    }
    if (!hasRoom)
      throw new Failure("disk-full", "the disk is nearly full; new runs are refused until there is room");
  };
}
