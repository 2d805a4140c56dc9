import type { Graph } from "./graph.ts";

/** A united graph with more steps than this first shows its changes and what is next to them. */
export const shownWholeUpTo = 60;

/** The steps that differ, and those that a dependency joins to them. */
export function changesAndNeighbours(graph: Graph): Graph {
  const changed = new Set(graph.nodes.filter(({ change }) => change !== "same").map(({ id }) => id));
  for (const { from, to, change } of graph.edges) {
    if (change === "same") continue;
    changed.add(from);
    changed.add(to);
  }
  const near = new Set(changed);
  for (const { from, to } of graph.edges) {
    if (changed.has(from)) near.add(to);
    if (changed.has(to)) near.add(from);
  }
  return {
    nodes: graph.nodes.filter(({ id }) => near.has(id)),
    edges: graph.edges.filter(({ from, to }) => near.has(from) && near.has(to)),
  };
}
