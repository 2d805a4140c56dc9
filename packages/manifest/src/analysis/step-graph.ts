import type { WrittenStep } from "../format/step-format.ts";

/** Who depends on whom. Names of steps that do not exist are left out. */
export interface StepGraph {
  /** First index of every step id. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Ids of all steps that have ended before a step starts. */
  ancestorsOf(id: string): ReadonlySet<string>;
  /** Steps of which no output can be counted on when the step runs (`null`: when the run ends), with the reason. */
  maybeSkippedFor(reader: string | null, id: string): string | null;
}

/** The graph of a pipeline's steps; circles are allowed here and reported elsewhere. */
export function createStepGraph(steps: readonly WrittenStep[]): StepGraph {
  const indexes = new Map<string, number>();
  for (const [index, { id }] of steps.entries()) if (!indexes.has(id)) indexes.set(id, index);
  const stepOf = (id: string) => steps[indexes.get(id) ?? -1];
  const ancestors = new Map<string, ReadonlySet<string>>();
  const ancestorsOf = (id: string) => {
    const known = ancestors.get(id) ?? reach(id, (each) => stepOf(each)?.dependsOn ?? [], indexes);
    ancestors.set(id, known);
    return known;
  };
  const cascades = new Map(
    steps.filter(takesReadersAlong).map(({ id }) => [id, skippedWith(id, steps, indexes)] as const),
  );
  return {
    indexes,
    ancestorsOf,
    maybeSkippedFor: (reader, id) => {
      const own = reasonToSkip(stepOf(id));
      if (own !== null) return own;
      for (const [source, skipped] of cascades)
        if ((source === id || skipped.has(id)) && (reader === null || !skipped.has(reader)))
          return source === id ? "its `when` may not hold" : `it is skipped when "${source}" is`;
      return null;
    },
  };
}

function takesReadersAlong({ when, whenUnmet }: WrittenStep): boolean {
  return when !== undefined && whenUnmet === "skip-cascade";
}

function reasonToSkip(step: WrittenStep | undefined): string | null {
  if (step === undefined) return null;
  if (step.when !== undefined && (step.whenUnmet ?? "skip") === "skip") return "its `when` may not hold";
  if (step.runOn === "failure") return "it only runs after a failure";
  if (step.onError?.strategy === "skip") return "it is skipped when it fails";
  return null;
}

/** Steps that a cascading skip takes along; finalisers and handlers stop it. */
function skippedWith(
  source: string,
  steps: readonly WrittenStep[],
  indexes: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const dependents = new Map<string, string[]>();
  for (const { id, dependsOn = [], runOn = "success" } of steps)
    if (runOn === "success")
      for (const dependency of dependsOn)
        dependents.set(dependency, [...(dependents.get(dependency) ?? []), id]);
  return reach(source, (id) => dependents.get(id) ?? [], indexes);
}

function reach(
  start: string,
  next: (id: string) => readonly string[],
  known: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [start];
  for (const id of queue)
    for (const other of next(id))
      if (known.has(other) && !reached.has(other)) {
        reached.add(other);
        queue.push(other);
      }
  return reached;
}
