import { onlyGiven, readText } from "../../address/read-search.ts";
import { type DetailSearch, readDetailSearch } from "../../diff/detail-search.ts";

/** What the address of `/environments/$env/rollback` may say behind its `?`. */
export interface RollbackSearch extends DetailSearch {
  /** The deploy to go back to. */
  readonly to?: string;
  /** Pipelines to take back, separated by commas; all that differ when absent. */
  readonly only?: string;
}

export function readRollbackSearch(given: Record<string, unknown>): RollbackSearch {
  return {
    ...readDetailSearch(given),
    ...onlyGiven({ to: readText(given.to), only: readText(given.only, 4_000) }),
  };
}
