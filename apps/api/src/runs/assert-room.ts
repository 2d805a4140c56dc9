import { Failure } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";

/** Fails as `disk-full` below the reserve: running runs need the rest of the disk to finish. */
export async function assertRoom({ measureDisk }: Pick<ApiDeps, "measureDisk">): Promise<void> {
  const { freeBytes, reserveBytes } = await measureDisk();
  if (freeBytes >= reserveBytes) return;
  throw new Failure("disk-full", "The disk is almost full: runs under way finish, new ones are refused.", {
    retryAfterMs: 30_000,
  });
}
