import type { AppliedState, Change, CompiledEnvironment, Difference } from "@lockstep/model";

import { compareValues } from "../compare/compare-values.ts";
import { describeDifference, pipelinePlace } from "../compare/difference.ts";
import { compareDirectories } from "./compare-directories.ts";

const forPeople = new Set(["title", "description"]);

/** The change of the environment itself, when its manifest is not the one in force. */
export function configureEnvironment(applied: AppliedState, desired: CompiledEnvironment): readonly Change[] {
  if (applied.policyDigest === desired.digest) return [];
  const ends = { slug: desired.slug, class: null, from: null, to: null, contract: null };
  return [{ kind: "configure", ...ends, differences: settings(applied, desired) }];
}

function settings(applied: AppliedState, desired: CompiledEnvironment): readonly Difference[] {
  if (applied.policy === null) return [];
  const { directory: before, ...from } = applied.policy;
  const { directory: after, ...to } = desired.environment;
  const written = compareValues(from, to).map((difference) =>
    describeDifference(
      pipelinePlace,
      forPeople.has(difference.path[0] ?? "") ? "relabel" : "retune",
      difference,
    ),
  );
  return [...written, ...compareDirectories(before, after)];
}
