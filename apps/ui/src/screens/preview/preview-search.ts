import { onlyGiven, readText } from "../../address/read-search.ts";
import { type DetailSearch, readDetailSearch } from "../../diff/detail-search.ts";

/** What the address of `/previews/$revision` may say behind its `?`. */
export interface PreviewSearch extends DetailSearch {
  /** Branch to merge into. */
  readonly base?: string;
  /** Number of the pull request. */
  readonly pullRequest?: string;
  /** The environment that is shown first. */
  readonly environment?: string;
}

export function readPreviewSearch(given: Record<string, unknown>): PreviewSearch {
  return onlyGiven({
    ...readDetailSearch(given),
    base: readText(given.base),
    pullRequest: readText(given.pullRequest),
    environment: readText(given.environment),
  });
}

/** What the address of `/environments/$env/preview` may say behind its `?`. */
export interface EnvironmentPreviewSearch {
  readonly revision?: string;
}

export function readEnvironmentPreviewSearch({
  revision,
}: Record<string, unknown>): EnvironmentPreviewSearch {
  return onlyGiven({ revision: readText(revision) });
}
