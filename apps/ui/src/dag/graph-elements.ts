import { MarkerType, Position } from "@xyflow/react";

import { changeLooks } from "./change-looks.ts";
import type { DependencyEdge } from "./graph-edge-view.tsx";
import type { StepNode } from "./graph-node-view.tsx";
import type { Graph } from "./graph.ts";
import { type GraphLayout, nodeSize } from "./layout.ts";

export interface ElementsRequest {
  readonly graph: Graph;
  readonly layout: GraphLayout;
  readonly isDiff: boolean;
}

/** Nodes of the drawing. Sizes and ends of edges are given, so that nothing has to be measured. */
export function nodesOf({ graph, layout, isDiff }: ElementsRequest): StepNode[] {
  const { width, height } = nodeSize;
  const end = { x: width / 2, width: 1, height: 1 };
  return graph.nodes.flatMap((node) => {
    const position = layout.nodes.get(node.id);
    if (position === undefined) return [];
    return {
      id: node.id,
      type: "step" as const,
      position: { ...position },
      width,
      height,
      measured: { width, height },
      handles: [
        { type: "target" as const, position: Position.Top, y: 0, ...end },
        { type: "source" as const, position: Position.Bottom, y: height, ...end },
      ],
      data: { node, isDiff },
    };
  });
}

/** Edges of the drawing. */
export function edgesOf({ graph, layout, isDiff }: ElementsRequest): DependencyEdge[] {
  return graph.edges.map((edge) => ({
    id: edge.id,
    type: "dependency" as const,
    source: edge.from,
    target: edge.to,
    focusable: false,
    markerEnd: {
      type: MarkerType.ArrowClosed,
      width: 14,
      height: 14,
      color: changeLooks[isDiff ? edge.change : "same"].stroke,
    },
    data: { edge, points: layout.edges.get(edge.id) ?? [], isDiff },
  }));
}
