import { compareProblems, hasErrors, type Problem } from "@lockstep/model";
import { Option } from "commander";

import { countProblems, problemLines } from "../printing/problem-lines.ts";
import type { CommandDefinition } from "../program/command-definition.ts";
import { examples } from "../program/examples.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import type { Invocation } from "../program/invocation.ts";
import { wrongUse } from "../program/wrong-use.ts";
import { problemDocument } from "../reports/problem-document.ts";
import { machineReports, type ReportFormat, reportFormats } from "../reports/report-formats.ts";
import { jsonText } from "../terminal/json-text.ts";
import { styled } from "../terminal/text.ts";
import { compileTree } from "../worktree/compile-tree.ts";
import { displayPath } from "../worktree/display-path.ts";
import { findManifests } from "../worktree/find-manifests.ts";

interface Options {
  readonly format?: ReportFormat;
}

/** `lockstep validate`: every problem of the manifests in a work tree. */
export const validateCommand: CommandDefinition = (program, act) => {
  program
    .command("validate")
    .argument("[paths...]", "files and folders; the current directory when none is named")
    .summary("all problems of manifests, with file, line and column")
    .description(
      "Checks environments/*.json and pipelines/**/*.pipeline.json, or the named files and folders, and prints every\nproblem at once. Exit code 1 when there are errors, 0 when there are only warnings. Needs no server.",
    )
    .addOption(
      new Option("--format <format>", "how to print; --json is the same as json").choices(reportFormats),
    )
    .addHelpText(
      "after",
      examples(
        ["lockstep validate", "the repository here"],
        ["lockstep validate pipelines/sales", "one folder"],
        ["lockstep validate --format github", "annotations in GitHub Actions"],
        ["lockstep validate --format sarif > lockstep.sarif", "for code scanning"],
      ),
    )
    .action(act(validate));
};

async function validate(cli: Invocation, [paths]: [readonly string[]], options: Options): Promise<ExitCode> {
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
