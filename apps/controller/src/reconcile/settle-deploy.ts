import type { Approval, Decision, Deploy, DeployState, NewEvent, NewOutboxEntry } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import type { Proposal } from "../planning/propose.ts";
import { findEvidence } from "./find-evidence.ts";
import { recordBody } from "./record-body.ts";
import { waitingReasons } from "./waiting-reasons.ts";

/** What every write about a deploy needs to know. */
export interface DeployContext {
  readonly deps: ControllerDeps;
  readonly fencingToken: number;
  readonly proposal: Proposal;
  readonly approvals: readonly Approval[];
}

const recordKinds = {
  waiting: "waiting",
  refused: "refused",
  rejected: "rejected",
  superseded: "superseded",
} as const;

/** Writes a deploy in a new state, with its record, its events and its outbox row. A wait is told of when it is another. */
export async function settleDeploy(
  context: DeployContext,
  deploy: Deploy,
  state: Exclude<DeployState, "applied">,
  because: string,
): Promise<"written" | "fenced"> {
  const { deps, fencingToken } = context;
  const { verdicts } = judgementOf(context, { ...deploy, state });
  const settled = { ...deploy, state, because, verdicts };
  const kind = isToldOf(deploy, settled) ? recordKinds[state as keyof typeof recordKinds] : null;
  const isNews = state !== "applying" && (kind !== null || state !== "waiting");
  const isSameCommit = context.proposal.deploy?.commit.revision === deploy.commit.revision;
  return deps.store.deploys.transition({
    deploy: settled,
    fencingToken,
    record: kind === null ? null : { kind, body: await bodyOf(context, settled, because) },
    events: isNews ? eventsOf(settled) : [],
    outbox: isNews || (state === "waiting" && !isSameCommit) ? [outboxEntry(settled)] : [],
  });
}

function isToldOf(before: Deploy, after: Deploy): boolean {
  if (!(after.state in recordKinds)) return false;
  if (after.state !== "waiting" || before.state !== "waiting") return true;
  return waitingReasons(before.verdicts) !== waitingReasons(after.verdicts);
}

/** The body of a record about this deploy. */
export async function bodyOf(context: DeployContext, deploy: Deploy, because: string) {
  const { plan, commit, actor } = deploy;
  const decision = judgementOf(context, deploy);
  return recordBody(context.deps.store.people, {
    plan,
    decision,
    commit,
    actor,
    because,
    approvals: context.approvals,
    evidence: await findEvidence(context.deps, commit.revision),
  });
}

/** What was judged is the plan that took a superseded one's place; the superseded one keeps what was last said of it. */
function judgementOf({ proposal }: DeployContext, { state, verdicts, because }: Deploy): Decision {
  if (state !== "superseded") return proposal.decision;
  return { outcome: "waiting", verdicts, because, next: "", opensAt: null, predictedAt: null };
}

/** One event for the deploy and, where the environment's own state follows, one for the environment. */
export function eventsOf(deploy: Deploy): readonly NewEvent[] {
  const { id, environment, state, because, plan, commit } = deploy;
  if (state === "applying") return [];
  const closed = deploy.verdicts.find(({ verdict }) => verdict !== "open");
  const body = {
    deploy: id,
    because,
    planHash: plan.hash,
    revision: commit.revision,
    changes: plan.changes.length,
    ...(closed === undefined || closed.verdict === "open" ? {} : { next: closed.next }),
  };
  const events: NewEvent[] = [{ name: `deploy.${state}`, environment, body }];
  if (state === "waiting" || state === "applied" || state === "refused" || state === "planned") {
    events.push({ name: `environment.${state}`, environment, body });
  }
  return events;
}

/** What forges and subscribers are told; one row per environment and revision, the newest state wins. */
export function outboxEntry({ id, environment, state, because, commit }: Deploy): NewOutboxEntry {
  return {
    topic: "deploy",
    target: `${environment}@${commit.revision}`,
    body: { deploy: id, environment, state, because, revision: commit.revision },
  };
}
