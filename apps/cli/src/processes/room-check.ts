import type { DiskSpace } from "@lockstep/api";
import { type Clock, Failure } from "@lockstep/model";

/** How long one measurement of the disk is good for, in milliseconds. */
const measurementAge = 1_000;

/** When it is worth asking again: a disk does not empty itself within seconds. */
const retryAfterMs = 30_000;

/**
 * Fails as `disk-full` below the reserve, which running runs need to finish: for whatever makes a run, whether a start, a
 * retry, a webhook, an event or a schedule.
 */
export function createRoomCheck(measure: () => Promise<DiskSpace>, clock: Clock): () => Promise<void> {
  let measuredAt = -Infinity;
  let hasRoom = true;
  return async () => {
    // A clock that was set back must not keep an old measurement for ever.
    if (Math.abs(clock.now() - measuredAt) > measurementAge) {
      measuredAt = clock.now();
      const { freeBytes, reserveBytes } = await measure();
      hasRoom = freeBytes >= reserveBytes;
    }
    if (hasRoom) return;
    throw new Failure("disk-full", "The disk is almost full: runs under way finish, new ones are refused.", {
      retryAfterMs,
    });
  };
}
