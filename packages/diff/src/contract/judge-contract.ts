import type { JsonSchema } from "@lockstep/model";

import { isRecord, own } from "../compare/compare-values.ts";
import { describeValues } from "../compare/describe-value.ts";
import { dotted } from "../compare/difference.ts";
import { isSameJson } from "../compare/is-same-json.ts";
import { findDefaultDoubts } from "./check-defaults.ts";
import { findMovedReferences } from "./check-references.ts";
import { findViolations } from "./find-violations.ts";
import type { Violation } from "./schema-inclusion.ts";

/** One keyword by which a changed schema breaks callers, or may. */
export interface ContractFinding extends Violation {
  readonly sentence: string;
}

/**
 * How a changed schema breaks callers. An input breaks when it accepts less than before, an output when it returns
 * more kinds of values than before. What the understood keywords cannot settle is `unknown`, never left out.
 */
export function judgeContract(
  side: "input" | "output",
  from: JsonSchema,
  to: JsonSchema,
): readonly ContractFinding[] {
  const [wide, narrow] = side === "input" ? [to, from] : [from, to];
  if (isSameJson(wide, narrow)) return [];
  const violations = [
    ...findViolations({ side, path: [], isOpaque: false, wide, narrow }),
    ...findMovedReferences(wide, narrow),
    ...(side === "input" ? findDefaultDoubts(wide, narrow) : []),
  ];
  return violations.map((found) => ({
    ...found,
    sentence: `${dotted([side, "schema", ...found.path])} ${effectOf(side, found)}: ${values(found, from, to)}`,
  }));
}

function effectOf(side: "input" | "output", { verdict }: Violation): string {
  if (verdict === "unknown") return "changed in a way whose effect on callers cannot be told";
  return side === "input" ? "accepts less than before" : "promises less than before";
}

function values({ path }: Violation, from: JsonSchema, to: JsonSchema): string {
  const [before, after] = describeValues(valueAt(from, path), valueAt(to, path));
  return `from ${before} to ${after}`;
}

function valueAt(schema: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? own(value, name) : undefined), schema);
}
