import type { ComparedStep } from "./compare-steps.ts";

/** Larger pictures cannot be read. */
export const mostSteps = 60;

/** Ids of the steps to draw: changes first, then their neighbours, then the rest. */
export function selectSteps(steps: readonly ComparedStep[]): readonly string[] {
  if (steps.length <= mostSteps) return steps.map(({ id }) => id);
  const changes = steps.filter(({ fate }) => fate !== "kept");
  const near = new Set(changes.flatMap(({ neighbours }) => [...neighbours]));
  const kept = steps.filter(({ fate }) => fate === "kept");
  const ordered = [
    ...changes,
    ...kept.filter(({ id }) => near.has(id)),
    ...kept.filter(({ id }) => !near.has(id)),
  ];
  return ordered.slice(0, mostSteps).map(({ id }) => id);
}
