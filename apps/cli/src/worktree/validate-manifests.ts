import { compareProblems, hasErrors, type Problem } from "@lockstep/model";

import { countProblems, problemLines } from "../printing/problem-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { problemDocument } from "../reports/problem-document.ts";
import { machineReports, type ReportFormat } from "../reports/report-formats.ts";
import { jsonText } from "../terminal/json-text.ts";
import { styled } from "../terminal/text.ts";
import { compileTree } from "./compile-tree.ts";
import { displayPath } from "./display-path.ts";
import { findManifests } from "./find-manifests.ts";

interface Options {
  readonly format?: ReportFormat;
}

/** Prints every problem of the named files and folders in one of the formats. */
export async function validateManifests(
  cli: Invocation,
  [paths]: [readonly string[]],
  options: Options,
): Promise<ExitCode> {
  const { cwd } = cli.world;
  const format = formatOf(cli, options);
  const trees = findManifests(cwd, paths.length === 0 ? ["."] : paths);
  const problems = trees.flatMap((tree) =>
    compileTree(tree).problems.map((found) => ({ ...found, file: displayPath(cwd, tree.root, found.file) })),
  );
  const count = trees.reduce((sum, { chosen }) => sum + chosen.size, 0);
  print(cli, { problems: problems.sort(compareProblems), count, format });
  return hasErrors(problems) ? exitCodes.failed : exitCodes.done;
}

function formatOf(
  { output }: Invocation,
  { format = output.isJson ? "json" : "text" }: Options,
): ReportFormat {
  if (!output.isJson || format === "json") return format;
  throw wrongUse("--json is --format json. Choose one format.");
}

interface Report {
  readonly problems: readonly Problem[];
  readonly count: number;
  readonly format: ReportFormat;
}

function print({ output }: Invocation, { problems, count, format }: Report): void {
  if (format === "json") return output.verbatim(`${jsonText(problemDocument(problems))}\n`);
  if (format !== "text") return output.verbatim(machineReports[format](problems));
  const summary = [countProblems(problems), ` in ${count} manifest${count === 1 ? "" : "s"}`];
  output.lines(...problemLines(problems), styled(hasErrors(problems) ? "red" : "green", summary));
}
