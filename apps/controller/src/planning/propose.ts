import { plan, selectChanges } from "@lockstep/diff";
import {
  type Ancestry,
  type AppliedState,
  type Approval,
  compareProblems,
  type CompiledPipeline,
  type Decision,
  type Deploy,
  type Desired,
  type Environment,
  type Forge,
  type HoldStore,
  type OrgStore,
  type PlanContents,
  type Problem,
  type SecretSource,
  type Snapshot,
} from "@lockstep/model";
import { decide } from "@lockstep/policy";

import { branchOwners } from "../reconcile/branch-owners.ts";
import type { RevisionSource } from "../source/revision-source.ts";
import { readCommitSignatures } from "./commit-signatures.ts";
import { compareChanges } from "./compare-changes.ts";
import { gatherEvidence, untestedOf } from "./evidence/gather-evidence.ts";
import { isLateArrival } from "./late-arrival.ts";
import { type Place, placeDecision } from "./place-decision.ts";
import type { Subject } from "./subject.ts";
import { unresolvedSecrets } from "./unresolved-secrets.ts";

/** A plan, what it writes, and whether it may be applied now. */
export interface Proposal extends PlanContents {
  readonly desired: Desired;
  readonly decision: Decision;
  readonly ancestry: Ancestry | "first";
  /** What people had done about the environment when this was decided. */
  readonly acts: number;
  /** What keeps the environment as it is, and what must not come back, as of the same moment or later. */
  readonly inForce: HoldsInForce;
  readonly approvals: readonly Approval[];
  /** The policy that judged it. */
  readonly policy: Environment;
  /** Pipelines whose tests have to pass and were not run yet. */
  readonly untested: readonly CompiledPipeline[];
  /** The newest deploy with the same plan hash; `null` when this plan is new. */
  readonly deploy: Deploy | null;
}

/** What merging makes descends from its base, whether or not the head that stands for it does. */
async function readAncestry(
  source: RevisionSource,
  { status, head, trial }: Subject,
  signal: AbortSignal,
): Promise<Proposal["ancestry"]> {
  if (status.appliedRevision === null) return "first";
  if (trial?.isHead !== true) return source.readAncestry(status.appliedRevision, head.revision, signal);
  const ancestry = await source.readAncestry(status.appliedRevision, trial.base, signal);
  return ancestry === "same" ? "ahead" : ancestry;
}

type HoldsInForce = Awaited<ReturnType<HoldStore["loadInForce"]>>;

/** Where a proposal takes its facts from. */
export interface ProposalSources {
  readonly store: OrgStore;
  readonly source: RevisionSource;
  readonly secrets: SecretSource;
  /** Asked for its verdict on signatures that are not checked here. */
  readonly forge: Forge;
}

/** Plans one environment and asks the gates. Writes nothing: controller, API and CLI all decide through it. */
export async function propose(
  sources: ProposalSources,
  subject: Subject,
  signal: AbortSignal,
): Promise<Proposal> {
  const { store, source } = sources;
  const { configuration, control, head, status } = subject;
  const snapshot = await source.readSnapshot(
    { ...head, view: status.slug, include: configuration.environment.source.include },
    signal,
  );
  const ancestry = await readAncestry(source, subject, signal);
  const applied = await store.environments.loadApplied(status.slug);
  // After what is applied: a hold that comes in between has counted as an act, and the apply is decided anew.
  const inForce = await store.holds.loadInForce(status.slug);
  const desired = { snapshot, controlRevision: control.revision, configuration };
  const place: Place = (problems) => placeOn({ source, subject, signal }, problems);
  const contents = await placePlan(await planFor(store, applied, desired), place);
  const deploy = await findDeploy(store, contents);
  const approvals = await store.deploys.listApprovals(contents.plan.hash);
  const { decision, untested } = await judge(sources, {
    subject,
    applied,
    inForce,
    contents,
    snapshot,
    ancestry,
    approvals,
    signal,
  });
  const placed = await placeDecision(decision, place);
  const policy = policyOf(subject, applied);
  const { acts } = applied;
  return {
    ...contents,
    desired,
    decision: placed,
    ancestry,
    acts,
    inForce,
    approvals,
    policy,
    untested,
    deploy,
  };
}

/** The policy in force judges a plan; the first plan brings its own. */
function policyOf({ configuration }: Subject, { policy }: AppliedState): Environment {
  return policy ?? configuration.environment;
}

/** Planning knows manifests only by checksum; whoever mends a problem wants the line. */
async function placePlan({ plan: unplaced, manifests }: PlanContents, place: Place): Promise<PlanContents> {
  return { plan: { ...unplaced, problems: await place(unplaced.problems) }, manifests };
}

interface Sight {
  readonly source: RevisionSource;
  readonly subject: Subject;
  readonly signal: AbortSignal;
}

/** Environments are read from the control branch, everything else from the environment's own. */
async function placeOn(
  { source, subject: { control, head }, signal }: Sight,
  problems: readonly Problem[],
): Promise<readonly Problem[]> {
  const isOfControl = ({ file }: Problem) => file.startsWith("environments/");
  const [configured, written] = [problems.filter(isOfControl), problems.filter((one) => !isOfControl(one))];
  const placed = [
    ...(configured.length === 0 ? [] : await source.placeProblems(control.revision, configured, signal)),
    ...(written.length === 0 ? [] : await source.placeProblems(head.revision, written, signal)),
  ];
  return placed.sort(compareProblems);
}

async function planFor(store: OrgStore, applied: AppliedState, desired: Desired): Promise<PlanContents> {
  const changed = selectChanges(applied, desired.snapshot);
  const releases = await store.versions.loadReleases(changed.map(({ slug }) => slug));
  return plan({ applied, desired, releases, comparisons: await compareChanges(store.versions, changed) });
}

async function findDeploy(store: OrgStore, { plan }: PlanContents): Promise<Deploy | null> {
  const { items } = await store.deploys.list(
    { environment: plan.environment, states: [], revision: null },
    { limit: 1, cursor: null },
  );
  return items[0]?.plan.hash === plan.hash ? items[0] : null;
}

interface Judgement {
  readonly subject: Subject;
  readonly applied: AppliedState;
  readonly inForce: HoldsInForce;
  readonly contents: PlanContents;
  readonly snapshot: Snapshot;
  readonly ancestry: Ancestry | "first";
  readonly approvals: readonly Approval[];
  readonly signal: AbortSignal;
}

async function judge(
  { store, source, secrets, forge }: ProposalSources,
  { subject, applied, inForce, contents, snapshot, ancestry, approvals, signal }: Judgement,
): Promise<Pick<Proposal, "decision" | "untested">> {
  const { control, rows, status } = subject;
  const { environment } = subject.configuration;
  const isLate = await isLateArrival(status, rows, store.ledger);
  const asked = { source, forge, subject, applied, isLateArrival: isLate, signal };
  const policy = policyOf(subject, applied);
  const isVouched = applied.sequence === 0 && !isLate;
  const gathered = await gatherEvidence({ ...asked, store, contents, policy }, isVouched);
  const decision = decide(
    contents.plan,
    {
      policy,
      configuration: environment,
      pipelines: snapshot.pipelines,
      unresolvedSecrets: await unresolvedSecrets(environment, snapshot.pipelines, secrets),
      approvals,
      ancestry,
      isLateArrival: isLate,
      intent: "merge",
      ...inForce,
      branchOwners: branchOwners(status.slug, control, rows),
      ...gathered,
      ...(await readCommitSignatures(asked)),
    },
    await store.now(),
  );
  return { decision, untested: untestedOf(contents.manifests, gathered.tests) };
}
