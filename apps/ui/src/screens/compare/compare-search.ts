import { onlyGiven, readText } from "../../address/read-search.ts";
import { type DetailSearch, readDetailSearch } from "../../diff/detail-search.ts";

/** What the address of `/compare` may say behind its `?`. */
export interface CompareSearch extends DetailSearch {
  /** `staging`, `staging@2026-02-03T14:03:00Z`, `hello@1.2.0`, the id of a deploy, `#12`, a branch or a commit. */
  readonly from?: string;
  readonly to?: string;
}

export function readCompareSearch(given: Record<string, unknown>): CompareSearch {
  return onlyGiven({ ...readDetailSearch(given), from: readText(given.from), to: readText(given.to) });
}
