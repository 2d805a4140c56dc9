import type { CommitPlace, EnvironmentStatus, ExplainCommit, OrgStore, Revision } from "@lockstep/model";

import type { RevisionSource } from "../source/revision-source.ts";
import { createContainment } from "./containment.ts";
import { completeRevision, findCommit } from "./find-commit.ts";
import { placeCommit } from "./place-commit.ts";

export interface CommitExplainerSources {
  readonly store: Pick<OrgStore, "deploys" | "environments" | "history">;
  readonly source: Pick<RevisionSource, "readHeads" | "readAncestry" | "readCommit">;
}

/** Answers "why is my merge not live?": for each environment where a commit is, or what keeps it from being there. */
export function createCommitExplainer({ store, source }: CommitExplainerSources): ExplainCommit {
  return async ({ commit: given, environments }, signal) => {
    const rows = await store.environments.list();
    const heads = followedFirst(await source.readHeads(signal), rows);
    const revision = await completeRevision(store, heads, given);
    const containment = createContainment(source, revision, signal);
    const commit = await findCommit(
      { store, source },
      { revision, heads, containment, environments },
      signal,
    );
    const places: CommitPlace[] = [];
    for (const status of rows) {
      if (environments !== null && !environments.includes(status.slug)) continue;
      places.push(await placeCommit({ store, revision, heads, containment }, status));
    }
    return { commit, environments: places };
  };
}

/** Most commits that are asked about are on a branch that some environment follows; there may be thousands of others. */
function followedFirst(
  heads: ReadonlyMap<string, Revision>,
  rows: readonly EnvironmentStatus[],
): ReadonlyMap<string, Revision> {
  const followed = new Set(rows.map(({ branch }) => branch));
  const entries = [...heads];
  return new Map([
    ...entries.filter(([branch]) => followed.has(branch)),
    ...entries.filter(([branch]) => !followed.has(branch)),
  ]);
}
