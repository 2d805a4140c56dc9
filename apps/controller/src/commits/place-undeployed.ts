import type { CommitPlace, Deploy, EnvironmentStatus, SyncState, Verdict } from "@lockstep/model";

import { nothingElse, type PlacedCommit } from "./placed-commit.ts";

/** States in which the newest commit of the branch was judged and did not get through. */
const blocking: ReadonlySet<SyncState> = new Set(["waiting", "refused", "held"]);

/** A commit that was never in force: not on the branch, not seen yet, or behind gates. */
export async function placeUndeployed(
  { store, heads, containment }: PlacedCommit,
  status: EnvironmentStatus,
): Promise<CommitPlace> {
  const { slug, desiredRevision, state } = status;
  const branch = status.branch ?? status.policy?.source.branch ?? null;
  const place = { ...nothingElse, environment: slug };
  if (branch === null) return { ...place, state: "not-seen-yet", because: status.because, next: status.next };
  const head = heads.get(branch);
  if (head === undefined || !(await containment.isIn(head)))
    return notOnBranch(slug, branch, head !== undefined);
  const isJudged = desiredRevision !== null && (await containment.isIn(desiredRevision));
  if (isJudged && blocking.has(state)) return placeBlocked(status, await loadBlocking(store, status));
  const sentence = `'${branch}' contains it, and ${slug} has not planned it yet`;
  const isUnknown = state === "unknown" && status.observedAt !== null;
  return {
    ...place,
    state: "not-seen-yet",
    because: isUnknown || isJudged ? `${sentence}: ${status.because}` : `${sentence}.`,
    next: isUnknown ? status.next : "Nothing; it is planned within one poll.",
  };
}

function notOnBranch(environment: string, branch: string, isThere: boolean): CommitPlace {
  return {
    ...nothingElse,
    environment,
    state: "not-on-branch",
    because: isThere
      ? `${environment} follows '${branch}', which does not contain it.`
      : `${environment} follows '${branch}', which does not exist.`,
    next: isThere
      ? `Merge it into '${branch}'.`
      : `Push '${branch}', or name another branch in environments/${environment}.json.`,
  };
}

async function loadBlocking(
  { deploys }: PlacedCommit["store"],
  { deploy }: EnvironmentStatus,
): Promise<Deploy | null> {
  return deploy === null ? null : deploys.load(deploy);
}

function placeBlocked(status: EnvironmentStatus, deploy: Deploy | null): CommitPlace {
  const { slug, because, next, opensAt, predictedAt, desiredRevision } = status;
  return {
    ...nothingElse,
    environment: slug,
    state: "blocked",
    because,
    next,
    deploy: deploy?.id ?? null,
    revision: deploy?.plan.target.revision ?? desiredRevision,
    gates: deploy?.verdicts.filter(isClosed) ?? [],
    opensAt,
    predictedAt,
  };
}

function isClosed({ verdict }: Verdict): boolean {
  return verdict !== "open";
}
