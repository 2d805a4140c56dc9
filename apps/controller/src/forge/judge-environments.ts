import {
  type CompiledEnvironment,
  type ControlSnapshot,
  type EnvironmentStatus,
  type Failure,
  type Problem,
  problem,
  type Slug,
  toFailure,
} from "@lockstep/model";

import { propose, type Proposal, type ProposalSources } from "../planning/propose.ts";
import type { Subject } from "../planning/subject.ts";
import { findingsOf } from "../reconcile/findings.ts";
import type { Observation } from "../reconcile/observe.ts";
import type { BranchHead } from "../source/revision-source.ts";

/** One environment that a merge would reach: what it would do there, or why that cannot be said. */
export type JudgedEnvironment =
  | {
      readonly slug: Slug;
      readonly configuration: CompiledEnvironment;
      readonly status: EnvironmentStatus;
      readonly proposal: Proposal;
    }
  | { readonly slug: Slug; readonly because: string }
  | { readonly slug: Slug; readonly isRemoved: true };

export interface Judgement {
  readonly environments: readonly JudgedEnvironment[];
  /** Of environment manifests, where the base is the control branch; of branches that do not exist. */
  readonly problems: readonly Problem[];
}

export interface JudgementRequest {
  readonly observation: Observation;
  readonly baseBranch: string;
  readonly controlBranch: string;
  /** The revision that stands for the base branch after merging, under a name that no branch has. */
  readonly judged: BranchHead;
  /** Whether merging will make another commit than the judged one; `head`: which nobody merged with its base. */
  readonly isTrial: boolean | "head";
}

/** Plans every environment that the base branch feeds or whose configuration the merge changes. Writes nothing. */
export async function judgeEnvironments(
  sources: ProposalSources,
  request: JudgementRequest,
  signal: AbortSignal,
): Promise<Judgement> {
  const { observation, baseBranch, controlBranch, judged } = request;
  const isControl = baseBranch === controlBranch;
  const control = isControl ? await sources.source.readControl(judged, signal) : observation.control;
  const environments: JudgedEnvironment[] = [];
  const problems: Problem[] = isControl ? [...control.problems] : [];
  for (const configuration of reached(control, request)) {
    const { slug, path, environment } = configuration;
    const status = observation.rows.get(slug) ?? unseen(configuration);
    const head = headOf(configuration, request);
    if (head === null) {
      const because = `branch '${environment.source.branch}' does not exist`;
      problems.push(problem("BRANCH_MISSING", because, { file: path, path: "/source/branch" }));
      environments.push({ slug, because });
      continue;
    }
    const subject = { status, configuration, control, rows: observation.rows, head, ...trialOf(request) };
    environments.push(await judge(sources, subject, signal));
  }
  return {
    environments: [...environments, ...brokenOnes(control, request), ...removedOnes(control, request)],
    problems,
  };
}

/** Sorted by name, as the control branch is. */
function reached(
  control: ControlSnapshot,
  { baseBranch, observation }: JudgementRequest,
): readonly CompiledEnvironment[] {
  const digests = new Map(observation.control.environments.map(({ slug, digest }) => [slug, digest]));
  const isReached = ({ slug, digest, environment }: CompiledEnvironment) =>
    environment.source.branch === baseBranch ||
    (control !== observation.control && digests.get(slug) !== digest);
  return control.environments.filter(isReached);
}

/** Those that cannot be planned because of their own manifest are named all the same: their check may be required. */
function brokenOnes(
  control: ControlSnapshot,
  { baseBranch, observation }: JudgementRequest,
): readonly JudgedEnvironment[] {
  const isReachedBy = (slug: Slug) =>
    branchOf(slug, observation) === baseBranch ||
    (control !== observation.control && !observation.control.broken.includes(slug));
  return control.broken
    .filter(isReachedBy)
    .map((slug) => ({ slug, because: `environments/${slug}.json has errors` }));
}

/** Those whose manifest the merge removes: their check may be required, too. */
function removedOnes(
  control: ControlSnapshot,
  { observation }: JudgementRequest,
): readonly JudgedEnvironment[] {
  const stays = new Set([...control.environments.map(({ slug }) => slug), ...control.broken]);
  return observation.control.environments
    .filter(({ slug }) => !stays.has(slug))
    .map(({ slug }) => ({ slug, isRemoved: true }));
}

/** Branch that feeds an environment; of one whose manifest is broken the branch of the configuration in force. */
export function branchOf(
  slug: Slug,
  { control, rows }: Pick<Observation, "control" | "rows">,
): string | undefined {
  const found = control.environments.find((one) => one.slug === slug);
  return found?.environment.source.branch ?? rows.get(slug)?.policy?.source.branch;
}

function trialOf({ isTrial, judged, observation, baseBranch }: JudgementRequest): Pick<Subject, "trial"> {
  const base = observation.heads.get(baseBranch);
  if (isTrial === false || base === undefined) return {};
  const trial = { revision: judged.revision, base };
  return { trial: isTrial === "head" ? { ...trial, isHead: true } : trial };
}

function headOf(
  { environment }: CompiledEnvironment,
  { baseBranch, observation, judged }: JudgementRequest,
): BranchHead | null {
  const { branch } = environment.source;
  if (branch === baseBranch) return judged;
  const revision = observation.heads.get(branch);
  return revision === undefined ? null : { branch, revision };
}

/** What cannot be read is a finding of the pull request; what did not answer is tried again. */
async function judge(
  sources: ProposalSources,
  subject: Subject,
  signal: AbortSignal,
): Promise<JudgedEnvironment> {
  const { configuration, status } = subject;
  const { slug } = configuration;
  try {
    return { slug, configuration, status, proposal: await propose(sources, subject, signal) };
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (signal.aborted || !isUnreadable(failure)) throw failure;
    return { slug, because: failure.message };
  }
}

export function isUnreadable({ kind }: Failure): boolean {
  return kind === "repository-invalid" || kind === "limit-exceeded";
}

/** An environment that the merge itself brings has no row yet. */
function unseen({ slug, environment }: CompiledEnvironment): EnvironmentStatus {
  const { title, tier, source } = environment;
  return {
    ...findingsOf("pending", { branch: source.branch }),
    slug,
    title,
    tier,
    observedAt: null,
    sequence: 0,
    appliedRevision: null,
    appliedControlRevision: null,
    appliedDeploy: null,
    appliedAt: null,
    policy: null,
    policyDigest: null,
    acts: 0,
    retiredAt: null,
    // Later than any that was ever seen, so that it counts as one that came late.
    createdAt: "9999-12-31T23:59:59.999Z",
  };
}
