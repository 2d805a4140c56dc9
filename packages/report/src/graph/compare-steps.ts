import { canonicalJson, type Step } from "@lockstep/model";

import type { ChangedGraph } from "../report-input.ts";

/** A step that is on one side or on both. */
export interface ComparedStep {
  readonly id: string;
  readonly fate: "added" | "removed" | "changed" | "kept";
  /** Steps it is joined with, on either side. */
  readonly neighbours: ReadonlySet<string>;
}

/** Every step of both sides once: those of before in their order, then the added ones. */
export function compareSteps({ before, after }: ChangedGraph): readonly ComparedStep[] {
  const [old, young] = [byId(before?.steps ?? []), byId(after?.steps ?? [])];
  const neighbours = joinSteps([...old.values(), ...young.values()]);
  return [...new Set([...old.keys(), ...young.keys()])].map((id) => ({
    id,
    fate: fateOf(old.get(id), young.get(id)),
    neighbours: neighbours.get(id) ?? new Set(),
  }));
}

/** Whether there is nothing to see. */
export function isUnchanged(steps: readonly ComparedStep[]): boolean {
  return steps.every(({ fate }) => fate === "kept");
}

function fateOf(before: Step | undefined, after: Step | undefined): ComparedStep["fate"] {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  return behaviourOf(before) === behaviourOf(after) ? "kept" : "changed";
}

/** Where a step is drawn, and in which order it names others, changes nothing. */
function behaviourOf(step: Step): string {
  return canonicalJson({ ...step, position: null, dependsOn: [...step.dependsOn].sort() });
}

function joinSteps(steps: readonly Step[]): ReadonlyMap<string, ReadonlySet<string>> {
  const joined = new Map<string, Set<string>>();
  const join = (from: string, to: string) => joined.set(from, (joined.get(from) ?? new Set()).add(to));
  for (const { id, dependsOn } of steps)
    for (const other of dependsOn) {
      join(id, other);
      join(other, id);
    }
  return joined;
}

function byId(steps: readonly Step[]): ReadonlyMap<string, Step> {
  return new Map(steps.map((step) => [step.id, step]));
}
