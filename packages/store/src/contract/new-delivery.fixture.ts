import type { NewDelivery } from "@lockstep/model";

import { revisionOf, unique } from "./builders.fixture.ts";

/** A push to a branch whose name is as awkward as branch names may be. */
export function newDelivery(more: Partial<NewDelivery> = {}): NewDelivery {
  const hint = { ref: "refs/heads/a/b#c", pullRequest: 7, headRevision: revisionOf("a"), request: null };
  return { hook: "1", id: unique("guid"), event: "push", action: null, repository: "42", hint, ...more };
}
