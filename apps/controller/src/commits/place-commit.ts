import type { CommitPlace, EnvironmentStatus, PastState, Revision } from "@lockstep/model";

import { findBringingState, loadStates } from "./find-bringing-state.ts";
import { findRollBackOf, placeTakenOut } from "./place-taken-out.ts";
import { placeUndeployed } from "./place-undeployed.ts";
import { nothingElse, type PlacedCommit } from "./placed-commit.ts";
import { shortOf } from "./short-of.ts";

/** Where a commit is in one environment, or why it is not there. */
export async function placeCommit(asked: PlacedCommit, status: EnvironmentStatus): Promise<CommitPlace> {
  const { slug } = status;
  if (status.removed)
    return {
      ...nothingElse,
      environment: slug,
      state: "removed",
      because: status.because,
      next: status.next,
    };
  const { states, isWhole } = await loadStates(asked.store.history, slug);
  const isApplied = status.appliedRevision !== null && (await asked.containment.isIn(status.appliedRevision));
  if (!isApplied)
    return (await placeTakenOut(asked, status, states)) ?? (await placeUndeployed(asked, status));
  const merges = states.filter(({ kind }) => kind === "applied");
  const bringing = await findBringingState(merges, asked.containment);
  if (bringing === null) return placeNoted(asked, status);
  const rolledBack = await findRollBackOf(asked.store, states, bringing);
  return rolledBack ?? placeDeployed(asked.revision, bringing, isWhole || bringing !== merges.at(-1));
}

/** It is in what is in force, and no deploy was needed for it. */
function placeNoted({ revision }: PlacedCommit, status: EnvironmentStatus): CommitPlace {
  const { slug, appliedDeploy, appliedRevision } = status;
  const isItself = appliedRevision === revision;
  return {
    ...nothingElse,
    environment: slug,
    state: isItself ? "deployed" : "deployed-with",
    because: `It changes nothing that runs in ${slug}, so no deploy was needed; it is in what is in force.`,
    next: "Nothing.",
    deploy: appliedDeploy,
    revision: appliedRevision,
  };
}

function placeDeployed(revision: Revision, bringing: PastState, isExact: boolean): CommitPlace {
  const { environment, deploy, at } = bringing;
  const isItself = bringing.revision === revision;
  const with_ = isItself ? "" : ` with ${shortOf(bringing.revision)}, which contains it`;
  return {
    ...nothingElse,
    environment,
    state: isItself ? "deployed" : "deployed-with",
    because: `It was deployed by ${deploy}${isExact ? "" : " or an earlier one"} at ${at}${with_}.`,
    next: "Nothing.",
    deploy,
    revision: bringing.revision,
    at,
  };
}
