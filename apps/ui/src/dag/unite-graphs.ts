import { compareSteps } from "./compare-steps.ts";
import { executionOrder } from "./execution-order.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

/**
 * Two graphs in one: each step and dependency once, with how it differs. Steps are the same by id. It is laid out once,
 * so that what is in both stands in one place whichever side is shown.
 */
export function uniteGraphs(before: Graph, after: Graph): Graph {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const kept = new Set(after.nodes.map(({ id }) => id));
  const united = [
    ...after.nodes.map((node) => compareNodes(old.get(node.id), node)),
    ...before.nodes
      .filter(({ id }) => !kept.has(id))
      .map((node) => ({ ...node, change: "removed" as const })),
  ];
  return { nodes: placeUnited(united), edges: uniteEdges(before.edges, after.edges) };
}

function compareNodes(before: GraphNode | undefined, after: GraphNode): GraphNode {
  if (before === undefined) return { ...after, change: "added" };
  const fields = compareSteps(before.step, after.step);
  return fields.length === 0 ? after : { ...after, change: "changed", fields };
}

function placeUnited(nodes: readonly GraphNode[]): readonly GraphNode[] {
  return executionOrder(nodes).map(({ item, order, level }) => ({ ...item, order, level }));
}

function uniteEdges(before: readonly GraphEdge[], after: readonly GraphEdge[]): readonly GraphEdge[] {
  const old = new Set(before.map(({ id }) => id));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.map((edge) => (old.has(edge.id) ? edge : { ...edge, change: "added" as const })),
    ...before.filter(({ id }) => !kept.has(id)).map((edge) => ({ ...edge, change: "removed" as const })),
  ];
}

/** Which of two definitions is shown, or both. */
export type Side = "before" | "diff" | "after";

/** What of a united graph is there on one side. */
export function sideOf(graph: Graph, side: Side): Graph {
  if (side === "diff") return graph;
  const missing = side === "before" ? "added" : "removed";
  return {
    nodes: graph.nodes.filter(({ change }) => change !== missing),
    edges: graph.edges.filter(({ change }) => change !== missing),
  };
}
