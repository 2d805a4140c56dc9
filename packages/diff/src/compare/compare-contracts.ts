import type { Difference, JsonSchema } from "@lockstep/model";

import { isAnnotation } from "../contract/is-annotation.ts";
import { judgeContract, type ContractFinding } from "../contract/judge-contract.ts";
import { compareValues } from "./compare-values.ts";
import { describeDifference, pointerOf, type Place } from "./difference.ts";
import { isSameJson } from "./is-same-json.ts";

/** Both sides of one schema of a manifest, and its place. */
export interface SchemaPair {
  readonly path: readonly string[];
  readonly from: JsonSchema | null;
  readonly to: JsonSchema | null;
}

/** Which promise a schema makes: to callers, of what is returned, or only between steps. */
export type ContractSide = "input" | "output" | "internal";

/** Differences of a schema: `relabel` for annotations, `contract` where a caller would break, else `content`. */
export function compareContracts(place: Place, side: ContractSide, pair: SchemaPair): readonly Difference[] {
  if (isSameJson(pair.from, pair.to)) return [];
  const findings = findingsOf(side, pair);
  const written = compareValues(pair.from, pair.to).filter(({ path }) => !isCovered(path, findings));
  return [
    ...findings.map((finding) => describeFinding(place, pair, finding)),
    ...written.map((difference) =>
      describeDifference(place, isAnnotation(difference.path) ? "relabel" : "content", {
        ...difference,
        path: [...pair.path, ...difference.path],
      }),
    ),
  ];
}

function findingsOf(side: ContractSide, { from, to }: SchemaPair): readonly ContractFinding[] {
  return side === "internal" || from === null || to === null ? [] : judgeContract(side, from, to);
}

/** A finding already tells what changed at its keyword and below. */
function isCovered(path: readonly string[], findings: readonly ContractFinding[]): boolean {
  return findings.some((finding) => finding.path.every((name, index) => path[index] === name));
}

function describeFinding(place: Place, pair: SchemaPair, finding: ContractFinding): Difference {
  return {
    class: finding.verdict === "breaking" ? "contract" : "content",
    path: pointerOf([...place.pointer, ...pair.path, ...finding.path]),
    operation: "changed",
    sentence: finding.sentence,
  };
}
