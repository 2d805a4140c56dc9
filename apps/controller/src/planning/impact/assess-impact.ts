import {
  type Environment,
  fromTimestamp,
  type Impact,
  type ImpactStore,
  type Slug,
  type Timestamp,
  toTimestamp,
} from "@lockstep/model";

import type { Proposal } from "../propose.ts";
import type { ChangedPipeline } from "./changed-pipelines.ts";
import { findCalls } from "./find-calls.ts";
import { listFirings } from "./list-firings.ts";
import { tryInputs } from "./try-inputs.ts";

/** At how many changed pipelines the lists of an {@link Impact} look. */
export const mostShown = 100;

/** How far back whoever starts runs is looked for. */
const startedWithinMs = 30 * 24 * 3_600_000;

export interface ImpactSources {
  readonly impact: ImpactStore;
  /** After which schedules fire next. */
  readonly now: Timestamp;
  /** Configuration in force, which says what is recorded; `null` before the first apply. */
  readonly policy: Environment | null;
}

/**
 * Who feels a plan: runs under way, what will start, who calls and is called, and inputs that would no longer fit.
 * `changed` are its first changed pipelines, at least {@link mostShown} where there are so many.
 */
export async function assessImpact(
  { impact, now, policy }: ImpactSources,
  { plan, desired }: Pick<Proposal, "plan" | "desired">,
  changed: readonly ChangedPipeline[],
): Promise<Impact> {
  const { environment } = plan;
  const all = plan.changes.flatMap(({ kind, slug }) => (kind === "configure" ? [] : [slug]));
  const shown = changed.slice(0, mostShown);
  const slugs = shown.map(({ change }) => change.slug);
  const unended = await impact.countUnended(environment, all);
  const since = toTimestamp(Math.max(0, fromTimestamp(now) - startedWithinMs));
  const calls = findCalls(desired.snapshot.pipelines, all, new Set(slugs));
  return {
    pipelines: { changed: all.length, shown: shown.length },
    totals: { running: sumOf(unended), ...calls.totals },
    running: onlyOf(unended, slugs),
    firings: await listFirings(shown, desired.configuration.environment, fromTimestamp(now)),
    callers: calls.callers,
    callees: calls.callees,
    tokens: await impact.listStarters(environment, slugs, since),
    inputs: await tryInputs({ impact, environment, isRecorded: policy?.runs.record === "full" }, shown),
  };
}

function sumOf(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function onlyOf<Item extends { readonly slug: Slug }>(
  items: readonly Item[],
  slugs: readonly Slug[],
): readonly Item[] {
  const wanted = new Set(slugs);
  return items.filter(({ slug }) => wanted.has(slug));
}
