import {
  canonicalJson,
  type RunStore,
  type RunSummary,
  type Slug,
  toTimestamp,
  type Trigger,
} from "@lockstep/model";
import type { PlanImpact } from "@lockstep/report";
import { nextInstant } from "@lockstep/schedule";

import type { Proposal } from "../planning/propose.ts";
import type { ChangedPipeline } from "./changed-pipelines.ts";

/** Runs are counted up to this many per environment; a check need not know more than "many". */
const pageSize = 100;
const mostPages = 10;

export interface ImpactSources {
  readonly runs: Pick<RunStore, "list">;
  /** Milliseconds since the epoch, after which schedules fire next. */
  readonly now: number;
}

/** Who feels a plan: runs under way, triggers that will fire, callers of contracts that change. */
export async function planImpact(
  { runs, now }: ImpactSources,
  { plan, desired }: Proposal,
  changed: readonly ChangedPipeline[],
): Promise<PlanImpact> {
  const slugs = new Set(changed.map(({ change }) => change.slug));
  return {
    running: slugs.size === 0 ? [] : await countRunning(runs, plan.environment, slugs),
    firings: changed.flatMap((one) => firingsOf(one, now)),
    callers: callersOf(desired.snapshot.pipelines, changed),
  };
}

async function countRunning(
  runs: ImpactSources["runs"],
  environment: Slug,
  slugs: ReadonlySet<Slug>,
): Promise<PlanImpact["running"]> {
  const filter = {
    environment,
    slug: null,
    states: ["queued", "running", "waiting"],
    version: null,
    deploy: null,
  } as const;
  const counts = new Map<string, { slug: Slug; version: string; count: number }>();
  const count = ({ slug, version }: RunSummary) => {
    if (!slugs.has(slug)) return;
    const key = `${slug}@${version}`;
    counts.set(key, { slug, version, count: (counts.get(key)?.count ?? 0) + 1 });
  };
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await runs.list(filter, { limit: pageSize, cursor });
    for (const run of found.items) count(run);
    cursor = found.next;
    if (cursor === null) break;
  }
  return [...counts.values()].sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

/** Triggers that are new, or not what they were, and switched on. */
function firingsOf({ change, before, after }: ChangedPipeline, now: number): PlanImpact["firings"] {
  const known = new Set((before?.triggers ?? []).map((trigger) => canonicalJson(trigger)));
  return (after?.triggers ?? [])
    .filter((trigger) => trigger.enabled && !known.has(canonicalJson(trigger)))
    .map((trigger) => ({ slug: change.slug, trigger: trigger.id, ...scheduleOf(trigger, now) }));
}

function scheduleOf(trigger: Trigger, now: number) {
  if (trigger.type !== "cron") return { nextAt: null, timezone: null };
  const next = nextInstant(trigger, now);
  return { nextAt: next === null ? null : toTimestamp(next), timezone: trigger.timezone };
}

function callersOf(
  pipelines: Proposal["desired"]["snapshot"]["pipelines"],
  changed: readonly ChangedPipeline[],
): PlanImpact["callers"] {
  const broken = new Set(
    changed.flatMap(({ change }) =>
      change.class === "contract" || change.kind === "prune" ? [change.slug] : [],
    ),
  );
  if (broken.size === 0) return [];
  return pipelines.flatMap(({ slug: caller, callees }) =>
    callees.flatMap(({ slug: callee, range }) => (broken.has(callee) ? [{ callee, caller, range }] : [])),
  );
}
