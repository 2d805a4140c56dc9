import { onlyGiven, readList, readOneOf, readText } from "../../address/read-search.ts";
import { healthStatuses, type HealthWord, syncStatuses, type SyncWord } from "../../design/statuses.ts";

/** What the address of `/` may say behind its `?`. */
export interface MatrixSearch {
  /** Lanes of commits instead of the table of pipelines. */
  readonly view?: "lanes";
  /** Part of a slug or title. */
  readonly q?: string;
  readonly sync?: readonly SyncWord[];
  readonly health?: readonly HealthWord[];
  readonly team?: string;
  /** The environment that the other filters and the order look at. */
  readonly environment?: string;
  readonly sort?: MatrixOrder;
}

/** Orders besides the one by name. */
export const matrixOrders = ["-deployed", "health", "drift"] as const;

export type MatrixOrder = (typeof matrixOrders)[number];

export const syncWords = Object.keys(syncStatuses) as SyncWord[];
export const healthWords = Object.keys(healthStatuses) as HealthWord[];

export function readMatrixSearch(given: Record<string, unknown>): MatrixSearch {
  return onlyGiven({
    view: readOneOf(given["view"], ["lanes"]),
    q: readText(given["q"], 100),
    sync: readList(given["sync"], syncWords),
    health: readList(given["health"], healthWords),
    team: readText(given["team"], 100),
    environment: readText(given["environment"], 63),
    sort: readOneOf(given["sort"], matrixOrders),
  });
}

/** Whether somebody asked for some pipelines only. */
export function isFiltered({ q, sync, health, team }: MatrixSearch): boolean {
  return [q, sync, health, team].some((chosen) => chosen !== undefined);
}
