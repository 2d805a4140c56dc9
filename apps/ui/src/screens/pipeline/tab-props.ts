import type { AppliedPipeline, Place } from "./pipeline-queries.ts";
import type { PipelineSearch } from "./pipeline-search.ts";

export interface TabProps {
  readonly place: Place;
  readonly search: PipelineSearch;
  /** Writes to the address; `isStep` lets the browser's back button undo it. */
  readonly onSearch: (
    change: { readonly [Field in keyof PipelineSearch]?: PipelineSearch[Field] | undefined },
    isStep?: boolean,
  ) => void;
}

export interface AppliedTabProps extends TabProps {
  readonly pipeline: AppliedPipeline;
}
