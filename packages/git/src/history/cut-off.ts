import { Failure } from "@lockstep/model";

import type { CommitRange } from "./commit-range.ts";

/** The commits, or why they cannot be told: history that ends too early could hide any of them. */
export function readWhole<Found>(
  name: string,
  { from, to }: CommitRange,
  found: readonly Found[] | "unknown",
): readonly Found[] {
  if (found !== "unknown") return found;
  throw new Failure(
    "repository-invalid",
    `The history of ${name} ends between ${from ?? "its beginning"} and ${to}; it is a shallow clone, so fetch all of it (git fetch --unshallow).`,
  );
}
