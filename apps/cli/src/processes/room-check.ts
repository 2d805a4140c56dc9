import { type Clock, Failure } from "@lockstep/model";

import { measureDisk } from "./disk-space.ts";

/** How long one measurement of the disk is good for, in milliseconds. */
const measurementAge = 1_000;

/** Fails as `disk-full` while there is no room to write new runs down. */
export function createRoomCheck(directory: string, clock: Clock): () => Promise<void> {
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
