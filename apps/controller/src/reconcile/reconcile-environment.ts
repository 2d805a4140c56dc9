import type {
  Commit,
  Decision,
  Deploy,
  DeployState,
  EnvironmentFindings,
  Revision,
  Slug,
} from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import { propose, type Proposal } from "../planning/propose.ts";
import type { Subject } from "../planning/subject.ts";
import { applyProposal } from "./apply-proposal.ts";
import { environmentLease } from "./environment-lease.ts";
import { findSubject, placeOf } from "./find-subject.ts";
import { findingsOf } from "./findings.ts";
import { guardCompilation } from "./guard-compilation.ts";
import { liftOutdatedHolds } from "./lift-outdated-holds.ts";
import { noteRevision } from "./note-revision.ts";
import type { Observation } from "./observe.ts";
import { openDeploy } from "./open-deploy.ts";
import { type DeployContext, settleDeploy } from "./settle-deploy.ts";

/** How often one reconcile plans anew when somebody else changed the environment meanwhile. */
const attempts = 3;

/** How long a controller is the only writer of an environment without renewing it; also the takeover after a crash. */
const leaseMs = 15_000;

/**
 * Brings one environment to what git asks for, as far as its gates allow, and returns what was found. Steps in order:
 * configuration, branch, plan, gates, apply. Throws only faults; everything a person can act on is a finding.
 */
export async function reconcileEnvironment(
  deps: ControllerDeps,
  slug: Slug,
  observation: Observation,
  signal: AbortSignal,
): Promise<EnvironmentFindings> {
  const found = findSubject(slug, observation);
  if ("findings" in found) return found.findings;
  const { subject } = found;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const findings = await planAndApply(deps, subject, signal);
    if (findings !== "again") return findings;
  }
  return pending(subject, "Somebody else keeps changing this environment.");
}

async function planAndApply(
  deps: ControllerDeps,
  subject: Subject,
  signal: AbortSignal,
): Promise<EnvironmentFindings | "again"> {
  const elect = () => deps.store.leases.acquire(environmentLease(subject.status.slug), deps.holder, leaseMs);
  const elsewhere = () => pending(subject, "Another controller works on this environment.");
  if ((await elect()) === null) return elsewhere();
  const work = (limited: AbortSignal) => propose(deps, subject, limited);
  const proposal = await guardCompilation(deps, subject, { signal, work });
  const commit = await deps.source.readCommit(causeOf(proposal), signal);
  // A first compilation may outlast the lease; nothing has been written until here.
  const fencingToken = await elect();
  if (fencingToken === null) return elsewhere();
  if (await liftOutdatedHolds(deps, proposal)) return "again";
  return carryOut({ deps, fencingToken, proposal, approvals: proposal.approvals }, subject, commit);
}

/** The commit to name: the control branch's where only the configuration changes, else the environment's own. */
function causeOf({ plan: { changes, target } }: Proposal): Revision {
  const isConfiguration = changes.length > 0 && changes.every(({ kind }) => kind === "configure");
  return isConfiguration ? target.controlRevision : target.revision;
}

function pending(subject: Subject, because: string): EnvironmentFindings {
  return findingsOf("pending", { ...placeOf(subject), because });
}

async function carryOut(
  context: DeployContext,
  subject: Subject,
  commit: Commit,
): Promise<EnvironmentFindings | "again"> {
  const { plan, decision } = context.proposal;
  if (plan.changes.length === 0 && decision.outcome === "admitted")
    return noteRevision(context, subject, commit);
  const deploy = await openDeploy(context, commit);
  const place = { ...placeOf(subject), deploy: deploy.id };
  switch (decision.outcome) {
    case "admitted":
      return applyProposal(context, subject, deploy);
    case "waiting": {
      const { because, next, opensAt, predictedAt } = decision;
      if (!(await isWritten(context, deploy, { state: "waiting", because }))) return "again";
      const problems = problemsOf(context.proposal);
      return findingsOf(isHeld(decision) ? "held" : "waiting", {
        ...place,
        because,
        next,
        opensAt,
        predictedAt,
        problems,
      });
    }
    case "refused": {
      const { because, next, problems } = decision;
      const isRejected = context.approvals.some(({ verdict }) => verdict === "rejected");
      const state = isRejected ? "rejected" : "refused";
      if (!(await isWritten(context, deploy, { state, because }))) return "again";
      return findingsOf("refused", { ...place, because, next, problems });
    }
  }
}

/** Whoever waits for a hold waits for nothing else: it opens by a commit or a person, never by time. */
function isHeld({ verdicts }: Decision): boolean {
  return verdicts.some(({ gate, verdict }) => gate === "hold" && verdict === "waiting");
}

interface Settlement {
  readonly state: Exclude<DeployState, "applied">;
  readonly because: string;
}

/** Writes the deploy's state unless it stands there already; `false` when the lease was lost meanwhile. */
async function isWritten(
  context: DeployContext,
  deploy: Deploy,
  { state, because }: Settlement,
): Promise<boolean> {
  const { deploy: known } = context.proposal;
  const isSameCommit = known?.commit.revision === deploy.commit.revision;
  if (known?.id === deploy.id && isSameCommit && known.state === state && known.because === because)
    return true;
  return (await settleDeploy(context, deploy, state, because)) === "written";
}

function problemsOf({ decision }: Proposal) {
  return decision.verdicts.flatMap((verdict) => (verdict.verdict === "open" ? [] : verdict.problems));
}
