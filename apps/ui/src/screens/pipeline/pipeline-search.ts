import { onlyGiven, readList, readOneOf, readText } from "../../address/read-search.ts";
import { type DetailSearch, readDetailSearch } from "../../diff/detail-search.ts";
import { type RunState, runStates } from "../runs/runs-search.ts";

const pipelineTabs = ["dag", "runs", "diff", "history", "triggers", "api"] as const;
export type PipelineTab = (typeof pipelineTabs)[number];

/** What the address of `/environments/$env/pipelines/$slug` may say behind its `?`. */
export interface PipelineSearch extends Omit<DetailSearch, "pipeline"> {
  readonly tab?: PipelineTab;
  /** Whether the form that starts a run is open. */
  readonly start?: "yes";
  readonly state?: readonly RunState[];
  /** Id of the run that the keys have chosen. */
  readonly run?: string;
  /** What the diff compares with: an environment, `environment@instant` or `slug@1.2.3`. */
  readonly against?: string;
}

export function readPipelineSearch(given: Record<string, unknown>): PipelineSearch {
  const { pipeline: _pipeline, ...detail } = readDetailSearch(given);
  return onlyGiven({
    ...detail,
    tab: readOneOf(given.tab, pipelineTabs),
    start: readOneOf(given.start, ["yes"] as const),
    state: readList(given.state, runStates),
    run: readText(given.run),
    against: readText(given.against),
  });
}
