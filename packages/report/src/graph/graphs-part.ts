import type { ChangedGraph } from "../report-input.ts";
import { codeSpan } from "../text/escape-markdown.ts";
import type { Part, Row } from "../text/fit-parts.ts";
import { compareSteps, isUnchanged, type ComparedStep } from "./compare-steps.ts";
import { drawGraph } from "./draw-graph.ts";
import { mostSteps, selectSteps } from "./select-steps.ts";

/** Pages with more diagrams open slowly. */
const mostGraphs = 20;

/** A picture of each pipeline whose steps change, before and after. */
export function graphsPart(graphs: readonly ChangedGraph[]): Part {
  const rows = graphs.flatMap(graphRow);
  const base = { thing: "picture", mostRows: mostGraphs, mostBytes: 60_000, isAlone: false };
  return { head: `### Steps before and after\n\n${legend}`, rows, ...base };
}

const legend = "Green: added. Red: removed. Yellow: changed.";

function graphRow(graph: ChangedGraph): readonly Row[] {
  const compared = compareSteps(graph);
  return isUnchanged(compared) ? [] : [{ render: () => renderGraph(graph, compared), counts: 1 }];
}

function renderGraph(graph: ChangedGraph, compared: readonly ComparedStep[]): string {
  const steps = selectSteps(compared);
  const { mermaid, hiddenArrows } = drawGraph(graph, compared, steps);
  const notes = [
    compared.length > mostSteps
      ? `${steps.length} of ${compared.length} steps, changes and their neighbours first`
      : "",
    hiddenArrows > 0 ? `without ${hiddenArrows} of the arrows` : "",
  ].filter((note) => note !== "");
  const note = notes.length === 0 ? "" : ` (${notes.join("; ")})`;
  return `\n${codeSpan(graph.slug)}${note}\n\n\`\`\`mermaid\n${mermaid}\n\`\`\``;
}
