import {
  type Decision,
  type DownstreamPreview,
  type EnvironmentPreview,
  hasErrors,
  type MergePreview,
  type Plan,
  type PreviewVerdict,
  type Problem,
  type Slug,
} from "@lockstep/model";

import type { JudgedEnvironment } from "../forge/judge-environments.ts";
import { problemsOf } from "../forge/report-candidate.ts";
import { assessImpact, mostShown } from "../planning/impact/assess-impact.ts";
import { loadChangedPipelines } from "../planning/impact/changed-pipelines.ts";
import type { PreviewSources } from "./find-previewed.ts";
import { type JudgedDownstream, type JudgedPreview, pinOf } from "./judge-preview.ts";
import { clauseOf, counted, sentenceOf, strongestVerdict } from "./preview-sentence.ts";
import { waitsFor } from "./waits-for.ts";

/** A judged merge as people look at it, for the environments that they may look at. */
export async function describePreview(
  sources: Pick<PreviewSources, "store">,
  judged: JudgedPreview,
  reach: readonly Slug[] | null,
): Promise<MergePreview> {
  const { previewed, observation, judgement } = judged;
  const isReached = (slug: Slug) => reach === null || reach.includes(slug);
  const isConflict = previewed.kind === "conflict";
  const reached = judgement.environments.filter(({ slug }) => isReached(slug));
  const told: Told[] = [];
  for (const environment of reached) told.push(await describeEnvironment(sources, judged, environment));
  const environments = told.map(({ preview }) => preview);
  const downstream = judged.downstream
    .filter(({ slug, from }) => isReached(slug) && isReached(from))
    .map((rung) => describeRung(rung, changedSlugs(judged)));
  const problems = problemsOf({ ...judgement, environments: reached }, isConflict).filter((one) =>
    isWithin(one, reach),
  );
  const verdicts = environments.map(({ verdict }) => verdict);
  const isBroken = isConflict || hasErrors(problems);
  return {
    verdict: strongestVerdict(isBroken ? ["refused", ...verdicts] : verdicts),
    sentence: sentenceOf({
      kind: previewed.kind,
      baseBranch: previewed.base.branch,
      hasErrors: hasErrors(problems),
      clauses: told.map(({ clause }) => clause),
      environments,
      downstream,
    }),
    revision: previewed.revision,
    judged: { revision: previewed.judged.revision, kind: previewed.kind, because: previewed.because },
    base: { ...previewed.base, pin: pinOf({ previewed, observation }) },
    pullRequest: previewed.pullRequest,
    environments,
    downstream,
    problems,
  };
}

interface Told {
  readonly preview: EnvironmentPreview;
  readonly clause: string;
}

async function describeEnvironment(
  { store }: Pick<PreviewSources, "store">,
  { previewed, observation }: JudgedPreview,
  environment: JudgedEnvironment,
): Promise<Told> {
  const { slug } = environment;
  const row = observation.rows.get(slug);
  const none = { environment: slug, plan: null, decision: null, impact: null };
  const unjudged = (verdict: PreviewVerdict, clause: string, because: string): Told => ({
    preview: {
      ...none,
      title: row?.title ?? slug,
      tier: row?.tier ?? "development",
      verdict,
      sentence: `${upper(clause)}.`,
      because,
    },
    clause,
  });
  if (previewed.kind === "conflict")
    return unjudged("refused", `cannot be planned in ${slug}`, previewed.because ?? "It conflicts.");
  if ("isRemoved" in environment)
    return unjudged(
      "waiting",
      `removes ${slug}`,
      "Its manifest is gone: what runs stays, until an admin retires the environment.",
    );
  if (!("proposal" in environment))
    return unjudged("refused", `cannot be planned in ${slug}`, environment.because);
  const { proposal, configuration, status } = environment;
  const { plan, decision } = proposal;
  const changed = await loadChangedPipelines(store.versions, proposal, mostShown);
  const now = await store.now();
  const impact = await assessImpact({ impact: store.impact, now, policy: status.policy }, proposal, changed);
  const clause = clauseOf(slug, plan, decision);
  const { title, tier } = configuration.environment;
  const preview = {
    environment: slug,
    title,
    tier,
    verdict: verdictOf(plan, decision),
    sentence: `${upper(clause)}.`,
    because: null,
    plan,
    decision,
    impact,
  };
  return { preview, clause };
}

function verdictOf({ changes }: Plan, { outcome }: Decision): PreviewVerdict {
  return changes.length === 0 && outcome === "admitted" ? "nothing" : outcome;
}

function upper(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Pipelines that the merge changes, by the environment in which it does. */
function changedSlugs({ judgement, downstream }: JudgedPreview): ReadonlyMap<Slug, ReadonlySet<Slug>> {
  const slugsOf = (plan: Plan) =>
    plan.changes.flatMap(({ kind, slug }) => (kind === "configure" ? [] : [slug]));
  const changed = new Map<Slug, ReadonlySet<Slug>>();
  for (const one of judgement.environments)
    changed.set(one.slug, new Set("proposal" in one ? slugsOf(one.proposal.plan) : []));
  for (const { slug, from, proposal } of downstream) {
    const below = changed.get(from) ?? new Set();
    const there = "plan" in proposal ? slugsOf(proposal.plan) : [];
    changed.set(slug, new Set(there.filter((name) => below.has(name))));
  }
  return changed;
}

function describeRung(
  { slug, from, configuration, proposal }: JudgedDownstream,
  changed: ReadonlyMap<Slug, ReadonlySet<Slug>>,
): DownstreamPreview {
  const { title, tier } = configuration.environment;
  const place = { environment: slug, title, tier, from };
  if (!("plan" in proposal))
    return {
      ...place,
      verdict: "refused",
      sentence: `Cannot be planned in ${slug}: ${proposal.because}`,
      brings: 0,
      others: 0,
      decision: null,
    };
  const { plan, decision } = proposal;
  const brings = changed.get(slug)?.size ?? 0;
  const others = plan.changes.filter(({ kind }) => kind !== "configure").length - brings;
  const verdict = brings === 0 ? "nothing" : verdictOf(plan, decision);
  return { ...place, verdict, sentence: rungSentence(slug, brings, decision), brings, others, decision };
}

function rungSentence(slug: Slug, brings: number, decision: Decision): string {
  if (brings === 0) return `Changes nothing in ${slug} when it is promoted.`;
  const what = `When promoted, this changes ${counted(brings)} in ${slug}`;
  if (decision.outcome === "admitted") return `${what} at once.`;
  return decision.outcome === "waiting"
    ? `${what} after waiting for ${waitsFor(decision)}.`
    : `When promoted, this is refused in ${slug}.`;
}

/** Problems of environments out of reach are nobody's business here. */
function isWithin({ file }: Problem, reach: readonly Slug[] | null): boolean {
  if (reach === null || !file.startsWith("environments/")) return true;
  return reach.some((slug) => file === `environments/${slug}.json`);
}
