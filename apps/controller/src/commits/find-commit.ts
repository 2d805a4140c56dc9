import { type Commit, Failure, type OrgStore, type Revision, type Slug } from "@lockstep/model";

import type { RevisionSource } from "../source/revision-source.ts";
import type { Containment } from "./containment.ts";

/** Beginnings that lead to more revisions are not counted further. */
const mostCandidates = 5;

/** All 40 digits of a commit that is given by its beginning. */
export async function completeRevision(
  { history, environments }: Pick<OrgStore, "history" | "environments">,
  heads: ReadonlyMap<string, Revision>,
  given: string,
): Promise<Revision> {
  if (given.length === 40) return given;
  const rows = await environments.list();
  const seen = [
    ...heads.values(),
    ...rows.flatMap(({ appliedRevision, desiredRevision }) => [appliedRevision, desiredRevision]),
  ].filter((revision) => revision !== null && revision.startsWith(given));
  const found = new Set([...seen, ...(await history.findRevisions(given, mostCandidates))]);
  const [only] = found;
  if (only !== undefined && only !== null && found.size === 1) return only;
  if (only !== undefined)
    throw new Failure("invalid-input", `'${given}' is the beginning of several commits; give more digits.`, {
      code: "COMMIT_AMBIGUOUS",
      errors: [{ path: "/sha", message: "must be the beginning of one commit" }],
    });
  throw new Failure(
    "not-found",
    `No branch head and no deploy begins with '${given}'. Give all 40 digits of a commit that a branch contains.`,
    { code: "COMMIT_UNKNOWN" },
  );
}

export interface CommitSources {
  readonly store: Pick<OrgStore, "deploys">;
  readonly source: Pick<RevisionSource, "readCommit">;
}

export interface WantedCommit {
  readonly revision: Revision;
  readonly heads: ReadonlyMap<string, Revision>;
  readonly containment: Containment;
  /** Environments whose deploys may be named; `null` is all. */
  readonly environments: readonly Slug[] | null;
}

/** A commit that some branch contains, or that was planned once: anything else could be pushed by anyone to a fork. */
export async function findCommit(
  { store, source }: CommitSources,
  { revision, heads, containment, environments }: WantedCommit,
  signal: AbortSignal,
): Promise<Commit> {
  for (const head of new Set(heads.values()))
    if (await containment.isIn(head)) return source.readCommit(revision, signal);
  const filter = { environment: null, states: [], revision } as const;
  const { items } = await store.deploys.list(filter, { limit: 100, cursor: null });
  const planned = items.find(
    ({ environment, commit }) =>
      commit.revision === revision && (environments === null || environments.includes(environment)),
  );
  if (planned !== undefined) return planned.commit;
  throw new Failure(
    "not-found",
    `No branch contains the commit '${revision}', and it was never planned. Was it pushed, or has its branch been deleted?`,
    { code: "COMMIT_UNKNOWN" },
  );
}
