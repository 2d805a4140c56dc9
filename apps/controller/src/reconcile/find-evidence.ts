import {
  type Forge,
  fromTimestamp,
  type JsonObject,
  type OrgStore,
  type Revision,
  type Clock,
  toFailure,
} from "@lockstep/model";

import { describeEvidence } from "./describe-evidence.ts";

/** How long a record waits for a forge that was not asked before. */
const deadlineMs = 3_000;

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
    const found = await withDeadline((signal) => forge.readMergeEvidence(revision, signal));
    return found === null ? null : await describeEvidence(store.people, found);
  } catch (thrown) {
    return { unavailable: toFailure(thrown).message };
  }
}

/** A forge that does not hear the signal is not waited for either. */
async function withDeadline<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const signal = AbortSignal.timeout(deadlineMs);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error(`no answer within ${deadlineMs / 1_000} s`)));
  });
  return Promise.race([work(signal), late]);
}
