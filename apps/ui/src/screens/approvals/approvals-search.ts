import { onlyGiven, readOneOf } from "../../address/read-search.ts";

const approvalFilters = ["deploys", "steps"] as const;

/** What the address of `/approvals` may say behind its `?`. */
export interface ApprovalsSearch {
  /** Only plans, or only what runs ask; both when absent. */
  readonly show?: (typeof approvalFilters)[number];
}

export function readApprovalsSearch(given: Record<string, unknown>): ApprovalsSearch {
  return onlyGiven({ show: readOneOf(given["show"], approvalFilters) });
}
