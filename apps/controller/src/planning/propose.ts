import { plan, selectChanges } from "@lockstep/diff";
import type {
  Ancestry,
  AppliedState,
  Approval,
  Decision,
  Deploy,
  Desired,
  OrgStore,
  PlanContents,
  SecretSource,
  Snapshot,
} from "@lockstep/model";
import { decide } from "@lockstep/policy";

import { branchOwners } from "../reconcile/branch-owners.ts";
import type { RevisionSource } from "../source/revision-source.ts";
import { compareChanges } from "./compare-changes.ts";
import { isLateArrival } from "./late-arrival.ts";
import type { Subject } from "./subject.ts";
import { unresolvedSecrets } from "./unresolved-secrets.ts";

/** A plan, what it writes, and whether it may be applied now. */
export interface Proposal extends PlanContents {
  readonly desired: Desired;
  readonly decision: Decision;
  readonly ancestry: Ancestry | "first";
  readonly approvals: readonly Approval[];
  /** The newest deploy with the same plan hash; `null` when this plan is new. */
  readonly deploy: Deploy | null;
}

/** Where a proposal takes its facts from. */
export interface ProposalSources {
  readonly store: OrgStore;
  readonly source: RevisionSource;
  readonly secrets: SecretSource;
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
  const ancestry =
    status.appliedRevision === null
      ? "first"
      : await source.readAncestry(status.appliedRevision, head.revision, signal);
  const applied = await store.environments.loadApplied(status.slug);
  const desired = { snapshot, controlRevision: control.revision, configuration };
  const contents = await place(source, await planFor(store, applied, desired), signal);
  const deploy = await findDeploy(store, contents);
  const approvals = deploy === null ? [] : await store.deploys.listApprovals(deploy.id);
  const decision = await judge(sources, { subject, applied, contents, snapshot, ancestry, approvals });
  return { ...contents, desired, decision, ancestry, approvals, deploy };
}

/** Planning knows manifests only by checksum; whoever mends a problem wants the line. */
async function place(
  source: RevisionSource,
  { plan: unplaced, manifests }: PlanContents,
  signal: AbortSignal,
): Promise<PlanContents> {
  const problems = await source.placeProblems(unplaced.target.revision, unplaced.problems, signal);
  return { plan: { ...unplaced, problems }, manifests };
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
  readonly contents: PlanContents;
  readonly snapshot: Snapshot;
  readonly ancestry: Ancestry | "first";
  readonly approvals: readonly Approval[];
}

async function judge(
  { store, secrets }: ProposalSources,
  { subject, applied, contents, snapshot, ancestry, approvals }: Judgement,
): Promise<Decision> {
  const { control, rows, status } = subject;
  const { environment } = subject.configuration;
  return decide(
    contents.plan,
    {
      policy: applied.policy ?? environment,
      configuration: environment,
      pipelines: snapshot.pipelines,
      unresolvedSecrets: await unresolvedSecrets(environment, snapshot.pipelines, secrets),
      approvals,
      ancestry,
      isLateArrival: await isLateArrival(status, rows, store.deploys),
      branchOwners: branchOwners(status.slug, control, rows),
    },
    await store.now(),
  );
}
