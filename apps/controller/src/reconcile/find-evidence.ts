import {
  type Forge,
  fromTimestamp,
  type JsonObject,
  type OrgStore,
  type Revision,
  type Clock,
  toFailure,
} from "@lockstep/model";

import { withForgeDeadline } from "../planning/evidence/forge-deadline.ts";
import { describeEvidence } from "./describe-evidence.ts";

/** Where evidence comes from. */
export interface EvidenceSources {
  readonly store: Pick<OrgStore, "people" | "pullRequests">;
  readonly forge: Forge;
  readonly clock: Clock;
}

/**
 * How a commit came in, for its deploy record: from what was seen when its pull request was merged, else from the forge.
 * `null` when no pull request brought it. Never fails and never takes long: `unavailable` says why nothing is known.
 */
export async function findEvidence(
  { store, forge, clock }: EvidenceSources,
  revision: Revision,
): Promise<JsonObject | null> {
  if (!forge.capabilities.pullRequests) return null;
  try {
    const seen = await store.pullRequests.loadEvidence(revision);
    if (seen !== null) return await describeEvidence(store.people, seen);
    const { pausedUntil } = forge.status();
    if (pausedUntil !== null && fromTimestamp(pausedUntil) > clock.now())
      return { unavailable: `the forge asked not to be called until ${pausedUntil}` };
    const found = await withForgeDeadline((signal) => forge.readMergeEvidence(revision, signal));
    return found === null ? null : await describeEvidence(store.people, found);
  } catch (thrown) {
    return { unavailable: toFailure(thrown).message };
  }
}
