import { Failure, type RawCommit } from "@lockstep/model";

import type { FirstParentRange } from "./first-parents.ts";

/** The commits, or why they cannot be told: history that ends too early could hide any of them. */
export function readWhole(
  name: string,
  { from, to }: FirstParentRange,
  found: readonly RawCommit[] | "unknown",
): readonly RawCommit[] {
  if (found !== "unknown") return found;
  throw new Failure(
    "repository-invalid",
    `The history of ${name} ends between ${from ?? "its beginning"} and ${to}; it is a shallow clone, so fetch all of it (git fetch --unshallow).`,
  );
}
