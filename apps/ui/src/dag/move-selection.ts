import type { Graph } from "./graph.ts";
import type { GraphLayout } from "./layout.ts";

/**
 * The step that a key leads to: up to a dependency, down to a dependent, left and right to what stands beside, Home and
 * End to the first and last. `null` is a key that does nothing here.
 */
export function moveSelection(
  { graph, layout, selected }: { graph: Graph; layout: GraphLayout; selected: string | null },
  key: string,
): string | null {
  const ids = graph.nodes.map(({ id }) => id);
  if (key === "Home") return ids[0] ?? null;
  if (key === "End") return ids.at(-1) ?? null;
  const isArrow = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].includes(key);
  if (!isArrow) return null;
  if (selected === null || !ids.includes(selected)) return ids[0] ?? null;
  const xOf = (id: string) => layout.nodes.get(id)?.x ?? 0;
  const yOf = (id: string) => layout.nodes.get(id)?.y ?? 0;
  const nearest = (candidates: readonly string[]) =>
    [...candidates].sort((a, b) => Math.abs(xOf(a) - xOf(selected)) - Math.abs(xOf(b) - xOf(selected)))[0] ??
    null;
  if (key === "ArrowUp")
    return nearest(graph.edges.filter(({ to }) => to === selected).map(({ from }) => from));
  if (key === "ArrowDown")
    return nearest(graph.edges.filter(({ from }) => from === selected).map(({ to }) => to));
  const row = ids.filter((id) => yOf(id) === yOf(selected)).sort((a, b) => xOf(a) - xOf(b));
  return row[row.indexOf(selected) + (key === "ArrowRight" ? 1 : -1)] ?? null;
}
