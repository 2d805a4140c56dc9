import { syncStates, type Commit, type EnvironmentFindings, type Hold } from "@lockstep/model";

import type { Subject } from "../planning/subject.ts";
import { placeOf } from "./find-subject.ts";
import { findingsOf } from "./findings.ts";
import { supersedeOpen } from "./open-deploy.ts";
import { describeCommit } from "./record-body.ts";
import type { DeployContext } from "./settle-deploy.ts";

/** A revision that changes nothing moves the applied revision and is noted in the chain, without a deploy. */
export async function noteRevision(
  context: DeployContext,
  subject: Subject,
  commit: Commit,
): Promise<EnvironmentFindings | "again"> {
  const { deps, fencingToken } = context;
  const { plan } = context.proposal;
  const { status } = subject;
  await supersedeOpen(context, null);
  const { revision, controlRevision } = plan.target;
  if (status.appliedRevision !== revision || status.appliedControlRevision !== controlRevision) {
    const outcome = await deps.store.deploys.noteRevision({
      environment: plan.environment,
      expectedSequence: plan.base.sequence,
      fencingToken,
      revision,
      controlRevision,
      body: { target: plan.target, commit: await describeCommit(deps.store.people, commit) },
      events: [
        { name: "environment.observed", environment: plan.environment, body: { revision, controlRevision } },
      ],
    });
    if (outcome !== "written") return "again";
  }
  return findingsOf("in-sync", { ...placeOf(subject), ...wordsOf(context.proposal.inForce.holds) });
}

/** Nothing waits for a hold yet, but the next commit will. */
function wordsOf([first]: readonly Hold[]): Partial<EnvironmentFindings> {
  if (first === undefined) return {};
  const { actor, at, reason, environment } = first;
  return {
    because: `${syncStates["in-sync"].sentence} It is held by ${actor.id} since ${at}: ${reason}`,
    next: `Newer commits wait until a person resumes it: \`lockstep resume ${environment}\`.`,
  };
}
