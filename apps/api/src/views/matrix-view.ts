import {
  changeKinds,
  healthStates,
  type HealthState,
  runStates,
  type RunState,
  syncStates,
  type SyncState,
} from "@lockstep/model";
import { type Static, Type } from "typebox";

import type { RowFacts } from "../matrix/dress-rows.ts";
import { teamOf } from "../matrix/matrix-query.ts";
import type { MatrixCell, MatrixRow } from "../matrix/matrix-rows.ts";
import type { Survey } from "../matrix/survey.ts";
import { id, list, nullable, oneOf, slug, timestamp, version } from "./fields.ts";

/** States of the two axes. */
export const syncState = oneOf(Object.keys(syncStates) as SyncState[]);
export const healthState = oneOf(Object.keys(healthStates) as HealthState[]);

const lastRun = Type.Object(
  {
    id,
    status: oneOf(Object.keys(runStates) as RunState[]),
    at: Type.String({ description: "When it ended, or was made while it has not." }),
  },
  { description: "The newest run, whatever it executed." },
);

/** What runs of a pipeline in an environment, or is on its way there. */
const matrixCellView = Type.Object(
  {
    // A row that somebody wrote past Lockstep may say anything.
    version: Type.Union([Type.String(), Type.Null()], {
      description:
        "What was applied, or what an extra row says; null for a pipeline that a plan brings and that does not run here yet.",
    }),
    content: nullable(Type.String({ description: "Checksum of what it does." })),
    manifest: nullable(Type.String({ description: "Checksum of the whole manifest." })),
    appliedAt: nullable(timestamp),
    deploy: Type.Union([id, Type.Null()], { description: "The deploy that put it there." }),
    sync: syncState,
    because: Type.String({ description: "Why `sync`, in a sentence." }),
    next: Type.String({ description: "What happens next, or what to do." }),
    health: healthState,
    healthBecause: Type.String({ description: "Why `health`, in a sentence." }),
    change: Type.Union(
      [Type.Object({ deploy: id, kind: oneOf(changeKinds), version: nullable(version) }), Type.Null()],
      { description: "What the deploy on its way, or refused, does to it; `version` is null for a removal." },
    ),
    ahead: Type.Integer({
      description:
        "Contents applied here since the next environment's: how much a promotion brings. 0 where nothing promotes from here.",
    }),
    drift: Type.Integer({ description: "Named differences, acknowledged ones included." }),
    lastRun: nullable(lastRun),
  },
  { $id: "MatrixCell" },
);

/** One pipeline across environments. */
export const matrixRowView = Type.Object(
  {
    slug,
    title: nullable(Type.String()),
    team: Type.Union([Type.String(), Type.Null()], { description: "In the lowest environment that has it." }),
    cells: Type.Record(Type.String(), nullable(matrixCellView), {
      description: "By environment; null where it neither runs nor is on its way.",
    }),
  },
  { $id: "MatrixRow" },
);

/** Numbers of cells. */
export const matrixCountsView = Type.Object(
  {
    sync: Type.Record(Type.String(), Type.Integer(), { description: "By sync state; all are named." }),
    health: Type.Record(Type.String(), Type.Integer(), { description: "By health; all are named." }),
  },
  { $id: "MatrixCounts" },
);

/** An environment as a column of the matrix. */
export const matrixEnvironmentView = Type.Object(
  {
    slug,
    title: Type.String(),
    tier: oneOf(["production", "uat", "qa", "staging", "development"]),
    state: syncState,
    because: Type.String(),
    next: Type.String(),
    promotesTo: list(slug),
    observedAt: nullable(timestamp),
    pipelines: Type.Integer({ description: "How many are applied there." }),
  },
  { $id: "MatrixEnvironment" },
);

export const matrixResponse = Type.Object({
  environments: list(matrixEnvironmentView),
  items: list(matrixRowView),
  next: Type.Union([Type.String(), Type.Null()], {
    description: "Cursor of the following page; null after the last one.",
  }),
  total: Type.Integer({ description: "Pipelines that fit all filters." }),
  counts: matrixCountsView,
});

/** One pipeline in every environment. */
export const standingResponse = Type.Object({
  environments: list(matrixEnvironmentView),
  pipeline: matrixRowView,
});

export function presentMatrixEnvironments({ environments }: Survey): Static<typeof matrixEnvironmentView>[] {
  return environments.map(({ status, uppers, pipelines }) => {
    const { title, tier, state, because, next, observedAt } = status;
    const shown = { slug: status.slug, title, tier, state, because, next, observedAt };
    return { ...shown, promotesTo: uppers, pipelines: pipelines.size };
  });
}

/** A row with a cell, or null, for each environment of the survey. */
export function presentMatrixRow(
  { environments }: Survey,
  { row, title, facts }: { readonly row: MatrixRow; readonly title: string | null; readonly facts: RowFacts },
): Static<typeof matrixRowView> {
  const slugs = environments.map(({ status }) => status.slug);
  const teams = slugs.flatMap((environment) => {
    const cell = row.cells.get(environment);
    return cell === undefined ? [] : [teamOf(cell)];
  });
  const deploys = new Map(environments.map(({ status, deploy }) => [status.slug, deploy?.id ?? null]));
  const cells = Object.fromEntries(
    slugs.map((environment) => {
      const cell = row.cells.get(environment);
      if (cell === undefined) return [environment, null];
      const more = {
        deploy: deploys.get(environment) ?? null,
        ahead: facts.ahead(environment, row.slug),
        run: facts.lastRun(environment, row.slug),
      };
      return [environment, presentCell(cell, more)];
    }),
  );
  return { slug: row.slug, title, team: teams[0] ?? null, cells };
}

interface CellFacts {
  readonly deploy: string | null;
  readonly ahead: number;
  readonly run: ReturnType<RowFacts["lastRun"]>;
}

function presentCell(
  { applied, sync, health, change, drift }: MatrixCell,
  { deploy, ahead, run }: CellFacts,
): Static<typeof matrixCellView> {
  return {
    version: applied?.version ?? null,
    content: applied?.content ?? null,
    manifest: applied?.manifest ?? null,
    appliedAt: applied?.since ?? null,
    deploy: applied?.deploy ?? null,
    sync: sync.state,
    because: sync.because,
    next: sync.next,
    health: health.state,
    healthBecause: health.because,
    change:
      change === null || deploy === null
        ? null
        : { deploy, kind: change.kind, version: change.to?.version ?? null },
    ahead,
    drift,
    lastRun: run === null ? null : { id: run.id, status: run.state, at: run.endedAt ?? run.createdAt },
  };
}
