import type { Change, DriftHead, Slug, Timestamp, VersionPointer } from "@lockstep/model";

import { type Health, judgeHealth, oldestThatCounts } from "./judge-health.ts";
import { type Staleness, type Sync, syncJudge } from "./judge-sync.ts";
import type { Survey, SurveyedEnvironment } from "./survey.ts";

/** What runs of a pipeline in an environment, or is on its way there. */
export interface MatrixCell {
  /** `null` for a pipeline that a plan brings, and that does not run here yet. */
  readonly applied:
    | (Omit<VersionPointer, "path"> & { readonly since: Timestamp; readonly deploy: string | null })
    | null;
  readonly sync: Sync;
  readonly health: Health;
  /** What the deploy on its way, or refused, does to it. */
  readonly change: Change | null;
  /** Named differences, acknowledged ones included. */
  readonly drift: number;
}

/** One pipeline across the environments in which it runs or is on its way. */
export interface MatrixRow {
  readonly slug: Slug;
  readonly cells: ReadonlyMap<Slug, MatrixCell>;
}

/** Judges every cell of a survey; rows by slug. */
export function matrixRows(survey: Survey, staleAfterMs: number): readonly MatrixRow[] {
  const rows = new Map<Slug, Map<Slug, MatrixCell>>();
  const staleness = { now: survey.now, staleAfterMs };
  for (const environment of survey.environments) {
    for (const [slug, cell] of cellsOf(environment, staleness)) {
      const cells = rows.get(slug) ?? new Map<Slug, MatrixCell>();
      cells.set(environment.status.slug, cell);
      rows.set(slug, cells);
    }
  }
  return [...rows]
    .map(([slug, cells]) => ({ slug, cells }))
    .sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

function* cellsOf(environment: SurveyedEnvironment, staleness: Staleness): Generator<[Slug, MatrixCell]> {
  const { pipelines, changes, outcomes } = environment;
  const judgeSync = syncJudge(environment, staleness);
  const driftBySlug = indexDrift(environment.drift);
  const oldest = oldestThatCounts(staleness.now);
  const cellOf = (slug: Slug, applied: MatrixCell["applied"]): MatrixCell => {
    const drift = driftBySlug.get(slug) ?? [];
    const isReadable = applied !== null && pipelines.has(slug) && !drift.some(hidesRuns);
    return {
      applied,
      sync: judgeSync(slug, drift),
      health: isReadable ? judgeHealth(applied.content, outcomes.get(slug), oldest) : notJudged(applied),
      change: changes.get(slug) ?? null,
      drift: drift.length,
    };
  };
  for (const [slug, pipeline] of pipelines) yield [slug, cellOf(slug, pipeline)];
  for (const { slug, live } of environment.drift)
    if (live !== null && !pipelines.has(slug)) yield [slug, cellOf(slug, { ...live, deploy: null })];
  for (const { slug, kind } of changes.values())
    if (kind === "create" && !pipelines.has(slug)) yield [slug, cellOf(slug, null)];
}

function indexDrift(drift: readonly DriftHead[]): ReadonlyMap<Slug, readonly DriftHead[]> {
  const index = new Map<Slug, DriftHead[]>();
  for (const one of drift) {
    // The environment's own row has the environment's slug, which may be a pipeline's, too.
    if (one.part === "environment") continue;
    const known = index.get(one.slug);
    if (known === undefined) index.set(one.slug, [one]);
    else known.push(one);
  }
  return index;
}

/** Where another manifest is stored than the one that was applied, runs are refused. */
function hidesRuns({ kind, part }: DriftHead): boolean {
  return kind === "unreachable" || (kind === "extra" && part === "pipeline");
}

function notJudged(applied: MatrixCell["applied"]): Health {
  return applied === null
    ? { state: "idle", because: "It does not run here yet." }
    : { state: "unknown", because: "What is stored is not what was applied, so its runs say nothing." };
}
