import {
  controllerActor,
  durationMilliseconds,
  problem,
  toTimestamp,
  type Commit,
  type ControlSnapshot,
  type Deploy,
  type EnvironmentFindings,
  type EnvironmentStatus,
  type Revision,
  type Slug,
} from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import { propose, type Proposal } from "../planning/propose.ts";
import type { Subject } from "../planning/subject.ts";
import { applyProposal } from "./apply-proposal.ts";
import { findingsOf } from "./findings.ts";
import { guardCompilation } from "./guard-compilation.ts";
import { describeCommit } from "./record-body.ts";
import { type DeployContext, settleDeploy } from "./settle-deploy.ts";

/** What one look at git and the database showed, for all environments. */
export interface Observation {
  readonly heads: ReadonlyMap<string, Revision>;
  readonly control: ControlSnapshot;
  readonly rows: ReadonlyMap<Slug, EnvironmentStatus>;
}

/** How often one reconcile plans anew when somebody else changed the environment meanwhile. */
const attempts = 3;

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
  return findingsOf("pending", {
    ...placeOf(subject),
    because: "Somebody else keeps changing this environment.",
  });
}

type Found = { readonly subject: Subject } | { readonly findings: EnvironmentFindings };

function findSubject(slug: Slug, { heads, control, rows }: Observation): Found {
  const status = rows.get(slug);
  const configuration = control.environments.find((environment) => environment.slug === slug);
  if (configuration === undefined || status === undefined)
    return { findings: withoutConfiguration(slug, control) };
  const { branch } = configuration.environment.source;
  const revision = heads.get(branch);
  if (revision !== undefined)
    return { subject: { status, configuration, control, rows, head: { branch, revision } } };
  const message = `branch '${branch}' does not exist; what was applied stays in force`;
  const fix = `push '${branch}' or name another branch in ${configuration.path}`;
  return {
    findings: findingsOf("refused", {
      branch,
      because: message,
      next: fix,
      desiredControlRevision: control.revision,
      problems: [problem("BRANCH_MISSING", message, { file: configuration.path, fix })],
    }),
  };
}

function withoutConfiguration(slug: Slug, control: ControlSnapshot): EnvironmentFindings {
  const file = `environments/${slug}.json`;
  const problems = control.problems.filter((found) => found.file === file);
  if (control.broken.includes(slug)) {
    const because = `${file} has errors on the control branch; what was applied stays in force`;
    return findingsOf("refused", { because, problems, desiredControlRevision: control.revision });
  }
  return findingsOf("held", {
    removed: true,
    because: `${file} is no longer on the control branch; what was applied stays in force`,
    next: "Put the file back, or have an admin retire the environment.",
    desiredControlRevision: control.revision,
    problems: [problem("ENVIRONMENT_UNKNOWN", `${file} does not exist`, { file })],
  });
}

async function planAndApply(
  deps: ControllerDeps,
  subject: Subject,
  signal: AbortSignal,
): Promise<EnvironmentFindings | "again"> {
  const { slug } = subject.status;
  const milliseconds = durationMilliseconds(subject.configuration.environment.apply.deadline);
  const fencingToken = await deps.store.leases.acquire(
    `environment:${slug}`,
    deps.holder,
    Math.max(milliseconds, 30_000),
  );
  if (fencingToken === null) {
    return findingsOf("pending", {
      ...placeOf(subject),
      because: "Another controller works on this environment.",
    });
  }
  const work = (limited: AbortSignal) => propose(deps, subject, limited);
  const proposal = await guardCompilation(deps, subject, { signal, work });
  const context = { deps, fencingToken, proposal, approvals: proposal.approvals };
  const commit = await deps.source.readCommit(subject.head.revision, signal);
  return carryOut(context, subject, commit);
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
      const { because, next, opensAt } = decision;
      if (!isKnown(deploy, "waiting", because)) await settleDeploy(context, deploy, "waiting", because);
      return findingsOf("waiting", {
        ...place,
        because,
        next,
        opensAt,
        problems: problemsOf(context.proposal),
      });
    }
    case "refused": {
      const { because, next, problems } = decision;
      const state = context.approvals.some(({ verdict }) => verdict === "rejected") ? "rejected" : "refused";
      if (deploy.state !== state) await settleDeploy(context, deploy, state, because);
      return findingsOf("refused", { ...place, because, next, problems });
    }
  }
}

function isKnown(deploy: Deploy, state: Deploy["state"], because: string): boolean {
  return deploy.state === state && deploy.because === because;
}

function problemsOf({ decision }: Proposal) {
  return decision.verdicts.flatMap((verdict) => (verdict.verdict === "open" ? [] : verdict.problems));
}

/** A revision that changes nothing moves the applied revision and is noted in the chain, without a deploy. */
async function noteRevision(
  { deps, fencingToken, proposal }: DeployContext,
  subject: Subject,
  commit: Commit,
): Promise<EnvironmentFindings | "again"> {
  const { plan } = proposal;
  const { status } = subject;
  await supersedeOpen({ deps, fencingToken, proposal, approvals: [] }, null);
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
  return findingsOf("in-sync", placeOf(subject));
}

/** The deploy that carries this plan: the known one for the same plan, or a new one that supersedes what was open. */
async function openDeploy(context: DeployContext, commit: Commit): Promise<Deploy> {
  const { deps, proposal } = context;
  const { plan, deploy: known } = proposal;
  const isSameCommit = known?.commit.revision === commit.revision;
  if (known !== null && (isOpen(known) || isSameCommit)) return { ...known, plan, commit };
  await supersedeOpen(context, plan.hash);
  const at = toTimestamp(deps.clock.now());
  return {
    id: deps.ids.next(),
    environment: plan.environment,
    state: "planned",
    plan,
    verdicts: proposal.decision.verdicts,
    because: "",
    commit,
    actor: controllerActor,
    createdAt: at,
    updatedAt: at,
  };
}

function isOpen({ state }: Deploy): boolean {
  return state === "planned" || state === "waiting" || state === "applying" || state === "failed";
}

async function supersedeOpen(context: DeployContext, planHash: string | null): Promise<void> {
  const open = await context.deps.store.deploys.loadOpen(context.proposal.plan.environment);
  if (open === null || open.plan.hash === planHash) return;
  const { revision } = context.proposal.plan.target;
  await settleDeploy(context, open, "superseded", `Commit ${revision.slice(0, 12)} took its place.`);
}

function placeOf({ head, control }: Subject): Partial<EnvironmentFindings> {
  return { branch: head.branch, desiredRevision: head.revision, desiredControlRevision: control.revision };
}
