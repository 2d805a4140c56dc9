import type { HealthState, Slug, SyncState } from "@lockstep/model";

import type { MatrixCell, MatrixRow } from "./matrix-rows.ts";

/** Which pipelines somebody wants to see. */
export interface MatrixFilter {
  /** Part of the slug or title, in any case. */
  readonly search: string | null;
  readonly team: string | null;
  /** A pipeline fits when one and the same of its cells fits both; empty lists fit all. */
  readonly sync: readonly SyncState[];
  readonly health: readonly HealthState[];
  /** Cells that `sync`, `health`, counts and order look at; empty is all. */
  readonly environments: readonly Slug[];
}

/** Numbers of cells by state. */
export interface MatrixCounts {
  readonly sync: Readonly<Record<SyncState, number>>;
  readonly health: Readonly<Record<HealthState, number>>;
}

/** What a filter leaves, and how many cells there are of each state before `sync` and `health` choose among them. */
export function filterRows(
  rows: readonly MatrixRow[],
  filter: MatrixFilter,
  titleOf: (row: MatrixRow) => string | null,
): { readonly rows: readonly MatrixRow[]; readonly counts: MatrixCounts } {
  const named = rows.filter((row) => isNamed(row, filter, titleOf) && isOfTeam(row, filter));
  const counts = countCells(named.flatMap((row) => lookedAt(row, filter)));
  if (filter.sync.length === 0 && filter.health.length === 0) return { rows: named, counts };
  const chosen = named.filter((row) => lookedAt(row, filter).some((cell) => isChosen(cell, filter)));
  return { rows: chosen, counts };
}

/** The cells of a row that filters, counts and order look at. */
export function lookedAt(
  { cells }: MatrixRow,
  { environments }: Pick<MatrixFilter, "environments">,
): readonly MatrixCell[] {
  if (environments.length === 0) return [...cells.values()];
  return environments.flatMap((environment) => cells.get(environment) ?? []);
}

/** How many of these cells are in each state; every state is named. */
export function countCells(cells: readonly MatrixCell[]): MatrixCounts {
  const sync = {
    "in-sync": 0,
    pending: 0,
    applying: 0,
    drifted: 0,
    waiting: 0,
    refused: 0,
    held: 0,
    unknown: 0,
  };
  const health = { healthy: 0, degraded: 0, failing: 0, idle: 0, unknown: 0 };
  for (const cell of cells) {
    sync[cell.sync.state] += 1;
    health[cell.health.state] += 1;
  }
  return { sync, health };
}

function isNamed(
  row: MatrixRow,
  { search }: MatrixFilter,
  titleOf: (row: MatrixRow) => string | null,
): boolean {
  if (search === null) return true;
  const wanted = search.toLowerCase();
  return row.slug.includes(wanted) || titleOf(row)?.toLowerCase().includes(wanted) === true;
}

function isOfTeam({ cells }: MatrixRow, { team }: MatrixFilter): boolean {
  return team === null || [...cells.values()].some((cell) => teamOf(cell) === team);
}

/** Whose pipeline it is in an environment, or is going to be. */
export function teamOf({ applied, change }: MatrixCell): string | null {
  return (applied ?? change?.to)?.team ?? null;
}

function isChosen({ sync, health }: MatrixCell, filter: MatrixFilter): boolean {
  return (
    (filter.sync.length === 0 || filter.sync.includes(sync.state)) &&
    (filter.health.length === 0 || filter.health.includes(health.state))
  );
}
