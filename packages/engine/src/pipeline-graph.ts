import { Failure, type Pipeline, type Step } from "@lockstep/model";

/** A pipeline's steps such that each comes after everything it depends on; else in written order. */
export interface PipelineGraph {
  readonly pipeline: Pipeline;
  readonly order: readonly Step[];
  readonly byId: ReadonlyMap<string, Step>;
}

const graphs = new WeakMap<Pipeline, PipelineGraph>();

/** The graph of a pipeline, made once per pipeline value. Cycles and unknown steps fail as `internal`: validation refuses them. */
export function graphOf(pipeline: Pipeline): PipelineGraph {
  const known = graphs.get(pipeline);
  if (known !== undefined) return known;
  const byId = new Map(pipeline.steps.map((step) => [step.id, step]));
  const graph = { pipeline, byId, order: sortByDependency(pipeline.steps) };
  graphs.set(pipeline, graph);
  return graph;
}

function sortByDependency(steps: readonly Step[]): readonly Step[] {
  const order: Step[] = [];
  const placed = new Set<string>();
  let remaining = steps;
  while (remaining.length > 0) {
    const later: Step[] = [];
    for (const step of remaining) {
      if (!step.dependsOn.every((id) => placed.has(id))) {
        later.push(step);
        continue;
      }
      order.push(step);
      placed.add(step.id);
    }
    if (later.length === remaining.length)
      throw new Failure("internal", `The steps ${listIds(later)} wait for each other or for unknown steps.`);
    remaining = later;
  }
  return order;
}

function listIds(steps: readonly Step[]): string {
  return steps.map(({ id }) => id).join(", ");
}
