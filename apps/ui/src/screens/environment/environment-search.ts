import { onlyGiven, readOneOf, readText } from "../../address/read-search.ts";

export const environmentTabs = ["deploys", "pipelines", "holds"] as const;

export type EnvironmentTab = (typeof environmentTabs)[number];

/** What the address of `/environments/$env` may say behind its `?`. */
export interface EnvironmentSearch {
  /** What is listed at the end of the page; deploys when absent. */
  readonly tab?: EnvironmentTab;
  /** Part of a pipeline's slug. */
  readonly search?: string;
}

export function readEnvironmentSearch(given: Record<string, unknown>): EnvironmentSearch {
  return onlyGiven({ tab: readOneOf(given.tab, environmentTabs), search: readText(given.search, 100) });
}
