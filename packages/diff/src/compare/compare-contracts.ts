import type { Difference, JsonSchema } from "@lockstep/model";

import { judgeContract, type ContractFinding } from "../contract/judge-contract.ts";
import { normalizeSchema } from "../contract/normalize-schema.ts";
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
  const [from, to] = [normalize(pair.from), normalize(pair.to)];
  if (isSameJson(from, to)) return [annotationsChanged(place, pair)];
  const findings = from === null || to === null || side === "internal" ? [] : judgeContract(side, from, to);
  const written = compareValues(from, to).filter(({ path }) => !isCovered(path, findings));
  return [
    ...findings.map((finding) => describeFinding(place, pair, finding)),
    ...written.map((difference) =>
      describeDifference(place, "content", { ...difference, path: [...pair.path, ...difference.path] }),
    ),
  ];
}

/** A finding already tells what changed at its keyword and below. */
function isCovered(path: readonly string[], findings: readonly ContractFinding[]): boolean {
  return findings.some((finding) => finding.path.every((name, index) => path[index] === name));
}

function normalize(schema: JsonSchema | null): JsonSchema | null {
  return schema === null ? null : normalizeSchema(schema);
}

function annotationsChanged(place: Place, { path }: SchemaPair): Difference {
  return {
    class: "relabel",
    path: pointerOf([...place.pointer, ...path]),
    operation: "changed",
    sentence: `${place.prefix}${path.join(".")} changed in titles, descriptions, examples or spelling only`,
  };
}

function describeFinding(place: Place, pair: SchemaPair, finding: ContractFinding): Difference {
  return {
    class: finding.verdict === "breaking" ? "contract" : "content",
    path: pointerOf([...place.pointer, ...pair.path, ...finding.path]),
    operation: "changed",
    sentence: finding.sentence,
  };
}
