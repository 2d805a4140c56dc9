import { lazy, type ReactNode, Suspense, useEffect } from "react";

import { Choice } from "../design/choice.tsx";
import { EmptyState, Loading } from "../design/states.tsx";
import { untilLoaded } from "../loading/until-loaded.ts";
import type { Graph } from "./graph.ts";
import { StepsTable } from "./steps-table.tsx";
import { useLayout } from "./use-layout.ts";

const loadCanvas = async () => ({
  default: (await untilLoaded(() => import("./graph-canvas.tsx"))).GraphCanvas,
});
const GraphCanvas = lazy(loadCanvas);

/** Graph or table; belongs into the URL. */
export type DagForm = "graph" | "table";

export interface DagProps {
  /** Of `graphOfPipeline`, or of `uniteGraphs` and then `isDiff`. */
  readonly graph: Graph;
  /** What is laid out; `graph` unless told. To show a part of it without moving anything. */
  readonly laidOut?: Graph;
  readonly form: DagForm;
  readonly onForm: (form: DagForm) => void;
  /** Id of the selected step; belongs into the URL. */
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
  /** Marks what differs and dims the rest. */
  readonly isDiff?: boolean;
  /** More to choose, at the start of the line above. */
  readonly toolbar?: ReactNode;
  /** About the selected step, beside or below the drawing. */
  readonly details?: ReactNode;
}

/** The steps of a pipeline as a graph, with a table that says the same. */
export function Dag(props: DagProps) {
  const { graph, form, onForm, selected, onSelect, isDiff = false, toolbar, details } = props;
  return (
    <div
      className={
        details === undefined || details === null
          ? ""
          : "grid gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]"
      }
    >
      <div className="min-w-0 space-y-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <div className="flex flex-wrap items-center gap-2">{toolbar}</div>
          <Choice
            label="Form"
            values={[
              { value: "graph", title: "Graph" },
              { value: "table", title: "Table" },
            ]}
            chosen={form}
            onChoose={onForm}
          />
        </div>
        {graph.nodes.length === 0 ? (
          <EmptyState title="There are no steps here">
            {isDiff ? "No step differs." : "The definition names none that this dashboard can read."}
          </EmptyState>
        ) : form === "table" ? (
          <StepsTable {...{ graph, isDiff, selected, onSelect }} />
        ) : (
          <Drawing {...{ graph, isDiff, selected, onSelect }} laidOut={props.laidOut ?? graph} />
        )}
      </div>
      {details}
    </div>
  );
}

function Drawing({
  laidOut,
  ...rest
}: Required<Pick<DagProps, "graph" | "laidOut" | "isDiff" | "selected" | "onSelect">>) {
  const result = useLayout(laidOut);
  // Comes while the layout is worked out. Where it does not come, the drawing says so.
  useEffect(() => void loadCanvas().catch(() => null), []);
  if (result.state === "failed") {
    return <EmptyState title="The graph could not be drawn">Choose the table: it says the same.</EmptyState>;
  }
  if (result.state === "working") return <Loading what="the graph" />;
  return (
    <Suspense fallback={<Loading what="the graph" />}>
      <GraphCanvas {...rest} layout={result.layout} />
    </Suspense>
  );
}
