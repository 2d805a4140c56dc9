import { type ApplyOutcome, type Deploy, type EnvironmentFindings } from "@lockstep/model";

import type { Subject } from "../planning/subject.ts";
import { smokeOf } from "../verification/smoke-of.ts";
import { judgeGlass } from "./broken-glass.ts";
import { findingsOf } from "./findings.ts";
import { bodyOf, type DeployContext, eventsOf, outboxEntry } from "./settle-deploy.ts";

/** Manifests written per statement ahead of the transaction, so that other writers get their turn in between. */
const batch = 500;

/** Carries an admitted plan out in one transaction. `again` when somebody else was first. */
export async function applyProposal(
  context: DeployContext,
  subject: Subject,
  deploy: Deploy,
): Promise<EnvironmentFindings | "again"> {
  const { deps, proposal } = context;
  for (let start = 0; start < proposal.manifests.length; start += batch) {
    await deps.store.versions.insertManifests(proposal.manifests.slice(start, start + batch));
  }
  const count = proposal.plan.changes.length;
  const because = count === 1 ? "Applied 1 change." : `Applied ${count} changes.`;
  const applied: Deploy = { ...deploy, state: "applied", because, verdicts: proposal.decision.verdicts };
  const glass = judgeGlass(
    { plan: proposal.plan, approvals: context.approvals },
    { policy: proposal.policy, deploy: deploy.id },
  );
  const outcome = await deps.store.deploys.apply({
    deploy: applied,
    expectedSequence: proposal.plan.base.sequence,
    expectedActs: proposal.acts,
    fencingToken: context.fencingToken,
    configuration: proposal.desired.configuration,
    manifests: proposal.manifests,
    releases: releasesOf(context, subject),
    record: { kind: "applied", body: await bodyOf(context, applied, because) },
    hold: null,
    smoke: smokeOf(proposal.policy),
    debt: glass.debt,
    events: [...eventsOf(applied), ...glass.events],
    outbox: [outboxEntry(applied)],
  });
  return interpret(outcome, context, subject);
}

/** Only a strict environment claims versions. */
function releasesOf({ proposal }: DeployContext, { configuration }: Subject) {
  if (configuration.environment.immutability.mode !== "strict") return [];
  return proposal.manifests.map(({ slug, version, content }) => ({ slug, version, content }));
}

function interpret(
  outcome: ApplyOutcome,
  { deps, proposal }: DeployContext,
  { head, control }: Subject,
): EnvironmentFindings | "again" {
  const { environment, hash } = proposal.plan;
  switch (outcome.outcome) {
    case "applied":
      deps.log.info(
        { environment, revision: head.revision, sequence: outcome.sequence, planHash: hash },
        "applied",
      );
      return findingsOf("in-sync", {
        branch: head.branch,
        desiredRevision: head.revision,
        desiredControlRevision: control.revision,
      });
    case "conflict":
    case "claimed":
    case "fenced":
      deps.log.info({ environment, outcome: outcome.outcome }, "plans again");
      return "again";
  }
}
