import { findCircles } from "../cross-checks/find-circles.ts";
import { findingAt } from "../text/finding.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

/** STEP_CYCLE: steps wait for each other in one direction. Each circle is reported once, at a link of it. */
export const stepsHaveNoCircle: PipelineCheck = ({ written: { steps }, graph: { indexes } }) => {
  const graph = new Map(steps.map(({ id, dependsOn = [] }) => [id, dependsOn] as const));
  return findCircles(graph).map((circle) => {
    const [first = "", second = ""] = circle;
    const index = indexes.get(first) ?? 0;
    return findingAt(
      "STEP_CYCLE",
      ["steps", index, "dependsOn", steps[index]?.dependsOn?.indexOf(second) ?? 0],
      `Steps depend on each other in a circle: ${[...circle, first].join(" → ")}.`,
      "Remove one of these dependencies.",
    );
  });
};
