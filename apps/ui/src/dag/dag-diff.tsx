import { useMemo } from "react";

import { Badge } from "../design/badge.tsx";
import { Button } from "../design/button.tsx";
import { Choice } from "../design/choice.tsx";
import { changeLooks } from "./change-looks.ts";
import { changesAndNeighbours, shownWholeUpTo } from "./changes-and-neighbours.ts";
import { Dag, type DagForm } from "./dag.tsx";
import { graphOfPipeline } from "./graph-of-pipeline.ts";
import type { Graph } from "./graph.ts";
import { StepDetails } from "./step-details.tsx";
import { type Side, sideOf, uniteGraphs } from "./unite-graphs.ts";

export const sides = ["before", "diff", "after"] as const satisfies readonly Side[];

export interface DagDiffProps {
  /** Definitions, as manifests say or with defaults; `null` is a pipeline that is not there. */
  readonly before: unknown;
  readonly after: unknown;
  /** Belong into the URL, as `form` and `selected` do. */
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  readonly isAll: boolean;
  readonly onAll: (isAll: boolean) => void;
  readonly form: DagForm;
  readonly onForm: (form: DagForm) => void;
  readonly selected: string | null;
  readonly onSelect: (id: string | null) => void;
}

/** What two definitions of a pipeline do differently. Nothing moves between before, difference and after. */
export function DagDiff(props: DagDiffProps) {
  const { before, after, side, onSide, isAll, onAll, ...rest } = props;
  const united = useUnitedGraph(before, after);
  const isLarge = united.nodes.length > shownWholeUpTo;
  const laidOut = useMemo(
    () => (isLarge && !isAll ? changesAndNeighbours(united) : united),
    [united, isLarge, isAll],
  );
  const node = united.nodes.find(({ id }) => id === rest.selected);
  const shown = useMemo(() => sideOf(laidOut, side), [laidOut, side]);
  return (
    <Dag
      {...rest}
      graph={shown}
      laidOut={laidOut}
      isDiff={side === "diff"}
      details={
        node === undefined ? null : <StepDetails graph={united} node={node} onSelect={rest.onSelect} />
      }
      toolbar={
        <>
          <Choice
            label="Side"
            values={[
              { value: "before", title: "Before" },
              { value: "diff", title: "Difference" },
              { value: "after", title: "After" },
            ]}
            chosen={side}
            onChoose={onSide}
          />
          <Counts graph={united} />
          {isLarge && (
            <Button look="quiet" onClick={() => onAll(!isAll)}>
              {isAll ? "Show changes and what is next to them" : `Show all ${united.nodes.length} steps`}
            </Button>
          )}
        </>
      }
    />
  );
}

/** Both definitions laid over each other. */
export function useUnitedGraph(before: unknown, after: unknown): Graph {
  return useMemo(() => uniteGraphs(graphOfPipeline(before), graphOfPipeline(after)), [before, after]);
}

function Counts({ graph }: { readonly graph: Graph }) {
  const changes = ["added", "changed", "removed"] as const;
  const counted = changes.map((change) => ({
    change,
    count: graph.nodes.filter((node) => node.change === change).length,
  }));
  if (counted.every(({ count }) => count === 0)) {
    return <span className="text-sm text-muted">No step differs.</span>;
  }
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      {counted
        .filter(({ count }) => count > 0)
        .map(({ change, count }) => (
          <Badge key={change} tone={changeLooks[change].tone} icon={changeLooks[change].icon}>
            {count} {changeLooks[change].word.toLowerCase()}
          </Badge>
        ))}
    </span>
  );
}
