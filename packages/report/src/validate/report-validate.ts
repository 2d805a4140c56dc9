import { compareProblems, hasErrors, type CheckReport, type Problem } from "@lockstep/model";

import { bumpButton, revalidateButton } from "../buttons.ts";
import { validateCheckName } from "../check-names.ts";
import { finishReport } from "../finish-report.ts";
import { countProblems, problemLine } from "../problem-line.ts";
import type { ValidateInput, VersionBump } from "../report-input.ts";
import { countOf } from "../text/count.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import { listing, paragraph, type Part } from "../text/fit-parts.ts";
import { problemAnnotations } from "./problem-annotations.ts";

/** `lockstep / validate`: every problem on its line, with its fix; a failure when one of them is an error. */
export function reportValidate(input: ValidateInput): CheckReport {
  const { context, problems } = input;
  const annotations = problemAnnotations(problems);
  const title = titleOf(input);
  const mayBump = input.bumps.length > 0 && !context.isFork && context.pullRequest !== null;
  return finishReport(context, {
    name: validateCheckName,
    conclusion: hasErrors(problems) ? "failure" : "success",
    title,
    verdict: `**${escapeMarkdown(title)}.**`,
    summary: [
      ...unshownPart(problems, annotations.length),
      unplacedPart(problems),
      filesPart(problems),
      bumpsPart(input.bumps, mayBump),
    ],
    text: [problemsPart(problems)],
    annotations,
    buttons: mayBump ? [revalidateButton, bumpButton] : [revalidateButton],
  });
}

function titleOf({ problems, pipelines }: ValidateInput): string {
  const where = `in ${countOf(pipelines, "pipeline")}`;
  if (problems.length > 0) return `${countProblems(problems)} ${where}`;
  return pipelines === 0 ? "There are no pipelines" : `No problems ${where}`;
}

function unshownPart(problems: readonly Problem[], shown: number): readonly Part[] {
  const placed = problems.filter(({ file }) => file !== "").length;
  if (placed === shown) return [];
  return [
    paragraph(`${shown} of ${placed} problems are shown on their lines; … and ${placed - shown} more.`),
  ];
}

function unplacedPart(problems: readonly Problem[]): Part {
  const unplaced = problems.filter(({ file }) => file === "").sort(compareProblems);
  return listing({ head: "### Without a file\n", thing: "problem", items: unplaced, line: problemLine });
}

function filesPart(problems: readonly Problem[]): Part {
  const byFile = new Map<string, Problem[]>();
  for (const one of problems.filter(({ file }) => file !== "").sort(compareProblems)) {
    const found = byFile.get(one.file);
    if (found === undefined) byFile.set(one.file, [one]);
    else found.push(one);
  }
  return listing({
    head: "| file | problems |\n| --- | --- |",
    thing: "file",
    items: [...byFile],
    line: ([file, found]) => `| ${codeSpan(file)} | ${countProblems(found)} |`,
  });
}

function bumpsPart(bumps: readonly VersionBump[], mayBump: boolean): Part {
  const head = mayBump
    ? "**Bump version** would commit the smallest allowed versions:\n"
    : "The smallest allowed versions, to be committed by hand:\n";
  return listing({
    head,
    thing: "version",
    items: bumps,
    line: ({ slug, file, from, to }) =>
      `- ${codeSpan(slug)} ${codeSpan(from)} → ${codeSpan(to)} in ${codeSpan(file)}`,
  });
}

function problemsPart(problems: readonly Problem[]): Part {
  const items = [...problems].sort(compareProblems);
  const bounds = { mostRows: 2000, mostBytes: 60_000 };
  return listing({ head: "### All problems\n", thing: "problem", items, line: problemLine, ...bounds });
}
