import { compareProblems, type CheckAnnotation, type Problem } from "@lockstep/model";

import { annotate, mostAnnotations } from "../annotation.ts";

/** Problems at their places in reading order; when there are too many, errors are kept before warnings. */
export function problemAnnotations(problems: readonly Problem[]): readonly CheckAnnotation[] {
  const placed = problems.filter(({ file }) => file !== "").sort(compareProblems);
  const errors = placed.filter(({ severity }) => severity === "error");
  const warnings = placed.filter(({ severity }) => severity === "warning");
  return [...errors, ...warnings].slice(0, mostAnnotations).sort(compareProblems).map(annotateProblem);
}

function annotateProblem({ code, severity, message, fix, file, line, column }: Problem): CheckAnnotation {
  return annotate({
    path: file,
    line,
    // Column 1 means the whole line.
    column: column > 1 ? column : null,
    level: severity === "error" ? "failure" : "warning",
    title: code,
    message: fix === undefined ? message : `${message}\n\nFix: ${fix}`,
  });
}
