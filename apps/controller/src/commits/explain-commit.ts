import type { CommitPlace, ExplainCommit, OrgStore } from "@lockstep/model";

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
    const heads = await source.readHeads(signal);
    const revision = await completeRevision(store, heads, given);
    const containment = createContainment(source, revision, signal);
    const commit = await findCommit(
      { store, source },
      { revision, heads, containment, environments },
      signal,
    );
    const places: CommitPlace[] = [];
    for (const status of await store.environments.list()) {
      if (environments !== null && !environments.includes(status.slug)) continue;
      places.push(await placeCommit({ store, revision, heads, containment }, status));
    }
    return { commit, environments: places };
  };
}
