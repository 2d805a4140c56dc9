import type { ContractVerdict, Pipeline } from "@lockstep/model";

import { judgeContract } from "./judge-contract.ts";

/** What callers notice of two versions of a pipeline, input and output together: a break outweighs a doubt. */
export function contractVerdict(from: Pipeline, to: Pipeline): ContractVerdict {
  const findings = [
    ...judgeContract("input", from.input.schema, to.input.schema),
    ...judgeContract("output", from.output.schema, to.output.schema),
  ];
  if (findings.some(({ verdict }) => verdict === "breaking")) return "breaking";
  return findings.length > 0 ? "unknown" : "compatible";
}
