import { onlyGiven, readText } from "../../address/read-search.ts";

/** What the address of `/environments/$env/rollback` may say behind its `?`. */
export interface RollbackSearch {
  /** The deploy to go back to. */
  readonly to?: string;
  /** Pipelines to take back, separated by commas; all that differ when absent. */
  readonly only?: string;
}

export function readRollbackSearch({ to, only }: Record<string, unknown>): RollbackSearch {
  return onlyGiven({ to: readText(to), only: readText(only, 4_000) });
}
