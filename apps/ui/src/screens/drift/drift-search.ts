import { onlyGiven, readText } from "../../address/read-search.ts";
import { type DetailSearch, readDetailSearch } from "../../diff/detail-search.ts";

/** What the address of `/drift` may say behind its `?`. */
export interface DriftSearch extends DetailSearch {
  /** Only this environment. */
  readonly env?: string;
  /** The difference that is looked at. */
  readonly id?: string;
}

export function readDriftSearch(given: Record<string, unknown>): DriftSearch {
  return { ...readDetailSearch(given), ...onlyGiven({ env: readText(given.env), id: readText(given.id) }) };
}
