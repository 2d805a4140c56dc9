import { hash } from "node:crypto";

import {
  type CheckReport,
  type CompiledPipeline,
  type Problem,
  type Slug,
  compareProblems,
  hasErrors,
  toTimestamp,
} from "@lockstep/model";
import {
  type ChangedGraph,
  type CheckContext,
  countImpact,
  planCheckName,
  reportPlan,
  reportRetirement,
  reportTests,
  reportUnjudged,
  reportValidate,
  testsCheckName,
  validateCheckName,
} from "@lockstep/report";

import { previewLink } from "../dashboard-links.ts";
import { assessImpact } from "../planning/impact/assess-impact.ts";
import { type ChangedPipeline, loadChangedPipelines } from "../planning/impact/changed-pipelines.ts";
import { toTestedManifests } from "../verification/run-tests.ts";
import { type Candidate } from "./candidate.ts";
import type { ForgeLoopDeps } from "./forge-deps.ts";
import type { JudgedEnvironment, Judgement } from "./judge-environments.ts";
import { placeTests } from "./place-tests.ts";
import { formatKey, type ReportedKey } from "./reported-key.ts";
import { versionBumps } from "./version-bumps.ts";

/** Changed pipelines that are looked at closely; nobody reads more of them in a check. */
const mostChanges = 300;

/** Changed pipelines that get a picture. */
const mostGraphs = 30;

/** What was judged, and from what. */
export interface Judged {
  readonly candidate: Candidate;
  readonly judged: CheckContext["judged"];
  readonly key: ReportedKey;
  readonly movedFrom: CheckContext["movedFrom"];
  /** Milliseconds since the epoch at which judging began. */
  readonly startedAt: number;
}

/** What the checks of a candidate have in common. Each report is another one for the forge, also of the same facts. */
function contextOf(deps: ForgeLoopDeps, judged: Judged): CheckContext {
  const { candidate, key, movedFrom, startedAt } = judged;
  return {
    headRevision: candidate.head,
    base: candidate.base,
    judged: judged.judged,
    pullRequest: candidate.pullRequest?.number ?? null,
    isFork: candidate.isFork,
    movedFrom,
    externalId: `${hash("sha256", formatKey(key)).slice(0, 40)}/${deps.ids.next()}`,
    detailsUrl: previewLink(deps.publicUrl, linkOf(candidate)),
    startedAt: toTimestamp(startedAt),
    completedAt: toTimestamp(deps.clock.now()),
  };
}

function linkOf({ head, base, pullRequest }: Candidate) {
  return { revision: head, base: base.branch, pullRequest: pullRequest?.number ?? null };
}

/** The context of a plan: its details begin at the environment. */
function placed(
  deps: ForgeLoopDeps,
  context: CheckContext,
  { candidate }: Judged,
  environment: Slug,
): CheckContext {
  return { ...context, detailsUrl: previewLink(deps.publicUrl, { ...linkOf(candidate), environment }) };
}

/** All checks of a candidate whose judgement is known. */
export async function reportJudgement(
  deps: ForgeLoopDeps,
  judged: Judged,
  judgement: Judgement,
  signal: AbortSignal,
): Promise<readonly CheckReport[]> {
  const isConflict = judged.key.judged === "conflict";
  const problems = problemsOf(judgement, isConflict);
  const tested = await test(deps, judged, { judgement, problems }, signal);
  const context = contextOf(deps, judged);
  const plans: CheckReport[] = [];
  for (const environment of judgement.environments)
    plans.push(
      await planReport(deps, placed(deps, context, judged, environment.slug), environment, isConflict),
    );
  const bumps = deps.forge.capabilities.commits ? versionBumps(problems) : [];
  const pipelines = new Set(
    judgement.environments.flatMap((one) =>
      "proposal" in one ? one.proposal.desired.snapshot.pipelines.map(({ slug }) => slug) : [],
    ),
  ).size;
  return [
    reportValidate({ context, problems, pipelines, bumps }),
    ...plans,
    reportTests({ context, ...tested }),
  ];
}

/** The same checks, of a revision that cannot be read at all. */
export function reportUnreadable(
  deps: ForgeLoopDeps,
  judged: Judged,
  environments: readonly string[],
  because: string,
): readonly CheckReport[] {
  const context = contextOf(deps, judged);
  return [
    reportUnjudged(context, validateCheckName, because),
    ...environments.map((slug) =>
      reportUnjudged(placed(deps, context, judged, slug), planCheckName(slug), because),
    ),
    reportUnjudged(context, testsCheckName, because),
  ];
}

/** Each problem once, however many environments have it. Of a head that cannot be merged only its own files count. */
export function problemsOf({ environments, problems }: Judgement, isConflict = false): readonly Problem[] {
  const found = environments.flatMap((one) => {
    if (!("proposal" in one)) return [];
    const { plan, decision, desired } = one.proposal;
    if (isConflict) return desired.snapshot.problems;
    return [...plan.problems, ...(decision.outcome === "refused" ? decision.problems : [])];
  });
  const byIdentity = new Map(
    [...problems, ...found].map((one) => [
      `${one.code} ${one.file}:${one.line}:${one.column} ${one.message}`,
      one,
    ]),
  );
  return [...byIdentity.values()].sort(compareProblems);
}

async function planReport(
  deps: ForgeLoopDeps,
  context: CheckContext,
  judged: JudgedEnvironment,
  isConflict: boolean,
): Promise<CheckReport> {
  const name = planCheckName(judged.slug);
  if (isConflict) {
    const { branch } = context.base;
    return reportUnjudged(context, name, `merging conflicts with '${branch}'; resolve the conflicts`);
  }
  if ("isRemoved" in judged) return reportRetirement(context, judged.slug);
  if (!("proposal" in judged)) return reportUnjudged(context, name, judged.because);
  const { configuration, status } = judged;
  const { plan, decision } = judged.proposal;
  const changed = await loadChangedPipelines(deps.store.versions, judged.proposal, mostChanges);
  const { impact } = deps.store;
  const sources = { impact, now: await deps.store.now(), policy: status.policy };
  return reportPlan({
    context,
    desired: configuration.environment,
    policy: status.policy ?? configuration.environment,
    plan,
    decision,
    impact: countImpact(await assessImpact(sources, judged.proposal, changed)),
    graphs: changed.filter(hasPicture).slice(0, mostGraphs).map(graphOf),
  });
}

/** Where nothing but texts and numbers changed the two pictures are the same. */
function hasPicture({ change }: ChangedPipeline): boolean {
  return change.class === null || ["content", "shape", "contract"].includes(change.class);
}

function graphOf({ change, before, after }: ChangedPipeline): ChangedGraph {
  return { slug: change.slug, before, after };
}

async function test(
  { runTests, source, store }: ForgeLoopDeps,
  { candidate, judged }: Judged,
  { judgement, problems }: { readonly judgement: Judgement; readonly problems: readonly Problem[] },
  signal: AbortSignal,
) {
  if (candidate.isFork) return { state: "withheld", suites: [] } as const;
  const pipelines = changedManifests(judgement);
  if (pipelines.length === 0 && hasErrors(problems)) return { state: "broken", suites: [] } as const;
  const suites = await runTests({ pipelines, signal });
  await store.evidence.saveTests(toTestedManifests(pipelines.filter(isOnlyOfSlug), suites));
  const { revision } = judged;
  return { state: "ran", suites: await placeTests(source, { revision, signal }, suites) } as const;
}

/** Suites name no version: where environments bring two of a pipeline, the controller runs their tests again. */
function isOnlyOfSlug({ slug }: CompiledPipeline, _: number, all: readonly CompiledPipeline[]): boolean {
  return all.filter((other) => other.slug === slug).length === 1;
}

function changedManifests({ environments }: Judgement): readonly CompiledPipeline[] {
  const manifests = environments.flatMap((one) => ("proposal" in one ? one.proposal.manifests : []));
  const byChecksum = new Map(manifests.map((manifest) => [manifest.manifest, manifest]));
  return [...byChecksum.values()].sort((one, other) => (one.slug < other.slug ? -1 : 1));
}
