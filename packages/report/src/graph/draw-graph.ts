import type { Pipeline } from "@lockstep/model";

import type { ChangedGraph } from "../report-input.ts";
import { escapeLabel } from "../text/escape-label.ts";
import type { ComparedStep } from "./compare-steps.ts";

/** On each side; Mermaid refuses a diagram with more than 500 together. */
const mostArrows = 200;

const styles = [
  "  classDef added fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  "  classDef removed fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-dasharray:4 3",
  "  classDef changed fill:#fff8c5,stroke:#9a6700,color:#1f2328",
];

/** A Mermaid flowchart with one box per side that there is, holding the named steps. */
export function drawGraph(
  { before, after }: ChangedGraph,
  compared: readonly ComparedStep[],
  steps: readonly string[],
): { readonly mermaid: string; readonly hiddenArrows: number } {
  const fates = new Map(compared.map(({ id, fate }) => [id, fate]));
  const drawn = (["before", "after"] as const).flatMap((side) => {
    const pipeline = side === "before" ? before : after;
    return pipeline === null ? [] : drawSide({ side, pipeline, steps, fates });
  });
  const lines = ["flowchart LR", ...styles, ...drawn.flatMap((one) => one.lines)];
  return { mermaid: lines.join("\n"), hiddenArrows: drawn.reduce((sum, one) => sum + one.hidden, 0) };
}

interface Side {
  readonly side: "before" | "after";
  readonly pipeline: Pipeline;
  readonly steps: readonly string[];
  readonly fates: ReadonlyMap<string, ComparedStep["fate"]>;
}

/** Nodes are numbered: ids from manifests never become syntax. */
function drawSide({ side, pipeline, steps, fates }: Side): {
  readonly lines: readonly string[];
  readonly hidden: number;
} {
  const wanted = new Map(steps.map((id, index) => [id, `${side[0]}${index}`]));
  const shown = pipeline.steps.filter(({ id }) => wanted.has(id));
  const nodes = shown.map(({ id, type }) => {
    const fate = fates.get(id) ?? "kept";
    const style = fate === "kept" ? "" : `:::${fate}`;
    return `    ${wanted.get(id)}["${escapeLabel(`${id} (${type})`)}"]${style}`;
  });
  const present = new Set(shown.map(({ id }) => id));
  const arrows = shown.flatMap(({ id, dependsOn }) =>
    dependsOn.flatMap((other) =>
      present.has(other) ? `    ${wanted.get(other)} --> ${wanted.get(id)}` : [],
    ),
  );
  const title = escapeLabel(`${side}, ${pipeline.version}`);
  const inside = [...nodes, ...arrows.slice(0, mostArrows)];
  return {
    lines: [`  subgraph ${side}["${title}"]`, ...inside, "  end"],
    hidden: Math.max(0, arrows.length - mostArrows),
  };
}
