import { onlyGiven, readOneOf, readText } from "../address/read-search.ts";
import type { DagForm } from "../dag/dag.tsx";
import type { Side } from "../dag/unite-graphs.ts";
import type { DiffView } from "./text-diff.tsx";

// Named here again: addresses are read before any screen is loaded, and lists would bring their components along.
const forms = ["graph", "table"] as const satisfies readonly DagForm[];
const sides = ["before", "diff", "after"] as const satisfies readonly Side[];
const shows = ["text", "graph"] as const;
const views = ["split", "unified"] as const satisfies readonly DiffView[];

/** What an address says of the one change that is looked at closely. */
export interface DetailSearch {
  /** Which change: a slug, with the environment in front where there are several: `staging/hello`. */
  readonly pipeline?: string;
  readonly show?: (typeof shows)[number];
  readonly view?: DiffView;
  readonly side?: Side;
  readonly form?: DagForm;
  readonly step?: string;
  /** Whether a large graph is shown whole. */
  readonly all?: "yes";
}

export function readDetailSearch(given: Record<string, unknown>): DetailSearch {
  return onlyGiven({
    pipeline: readText(given.pipeline),
    show: readOneOf(given.show, shows),
    view: readOneOf(given.view, views),
    side: readOneOf(given.side, sides),
    form: readOneOf(given.form, forms),
    step: readText(given.step),
    all: readOneOf(given.all, ["yes"] as const),
  });
}
