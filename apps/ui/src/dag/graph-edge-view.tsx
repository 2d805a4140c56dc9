import { BaseEdge, type Edge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";

import { changeLooks } from "./change-looks.ts";
import { edgePath, middleOf } from "./edge-path.ts";
import type { GraphEdge } from "./graph.ts";
import type { Point } from "./layout.ts";

export type DependencyEdge = Edge<
  { readonly edge: GraphEdge; readonly points: readonly Point[]; readonly isDiff: boolean },
  "dependency"
>;

const conditions: Readonly<Record<string, string>> = { failure: "if it fails", always: "in any case" };

/** A dependency, with the condition under which it leads on unless that is success. */
export const GraphEdgeView = memo(function GraphEdgeView({ data, markerEnd }: EdgeProps<DependencyEdge>) {
  if (data === undefined) return null;
  const { edge, points, isDiff } = data;
  const { stroke } = changeLooks[isDiff ? edge.change : "same"];
  const isDimmed = isDiff && edge.change === "same";
  const label = conditions[edge.runOn];
  const middle = middleOf(points);
  return (
    <>
      <BaseEdge
        path={edgePath(points)}
        interactionWidth={0}
        {...(markerEnd === undefined ? {} : { markerEnd })}
        style={{
          stroke,
          strokeWidth: isDiff && edge.change !== "same" ? 2 : 1.25,
          opacity: isDimmed ? 0.5 : 1,
          ...(edge.change === "removed" && isDiff ? { strokeDasharray: "6 4" } : {}),
        }}
      />
      {label !== undefined && (
        <text
          x={middle.x}
          y={middle.y + 4}
          textAnchor="middle"
          className="fill-muted stroke-canvas stroke-[6px] text-[11px] [paint-order:stroke]"
        >
          {label}
        </text>
      )}
    </>
  );
});
