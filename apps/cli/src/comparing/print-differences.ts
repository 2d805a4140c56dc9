import { comparisonLines, isDifferent } from "../printing/comparison-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { compareSubjects } from "./compare-subjects.ts";
import { resolveSubject } from "./resolve-subject.ts";

interface Options {
  readonly detect?: true;
}

/** Says what differs in meaning between two subjects. */
export async function printDifferences(
  cli: Invocation,
  [a, b]: [string, string],
  { detect }: Options,
): Promise<ExitCode> {
  const from = await resolveSubject(cli, a);
  const to = await resolveSubject(cli, b);
  const comparisons = await compareSubjects(from, to);
  const [only] = comparisons;
  const found = from.kind === "pipeline" ? only : { pipelines: comparisons.filter(isDifferent) };
  cli.output.present({ a: from.name, b: to.name, ...found }, () => comparisonLines(comparisons));
  return detect === true && comparisons.some(isDifferent) ? exitCodes.different : exitCodes.done;
}
