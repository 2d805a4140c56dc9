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
  return listing("### Without a file\n", "problem", unplaced.map(problemLine));
}

function filesPart(problems: readonly Problem[]): Part {
  const byFile = new Map<string, Problem[]>();
  for (const one of problems.filter(({ file }) => file !== "").sort(compareProblems)) {
    const found = byFile.get(one.file);
    if (found === undefined) byFile.set(one.file, [one]);
    else found.push(one);
  }
  const lines = [...byFile].map(([file, found]) => `| ${codeSpan(file)} | ${countProblems(found)} |`);
  return listing("| file | problems |\n| --- | --- |", "file", lines);
}

function bumpsPart(bumps: readonly VersionBump[], mayBump: boolean): Part {
  const head = mayBump
    ? "**Bump version** would commit the smallest allowed versions:\n"
    : "The smallest allowed versions, to be committed by hand:\n";
  const lines = bumps.map(
    ({ slug, file, from, to }) =>
      `- ${codeSpan(slug)} ${codeSpan(from)} → ${codeSpan(to)} in ${codeSpan(file)}`,
  );
  return listing(head, "version", lines);
}

function problemsPart(problems: readonly Problem[]): Part {
  const lines = [...problems].sort(compareProblems).map(problemLine);
  return { ...listing("### All problems\n", "problem", lines, 2000), mostBytes: 60_000 };
}
