import { hasErrors, type Problem } from "@lockstep/model";

import { countProblems, problemLines } from "../printing/problem-lines.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { problemDocument } from "../reports/problem-document.ts";
import type { Output } from "../terminal/output.ts";
import { styled } from "../terminal/text.ts";

/** A command that needs a valid manifest got another one: says what is wrong, as `validate` does. */
export function reportBroken(output: Output, name: string, problems: readonly Problem[]): ExitCode {
  const remark = hasErrors(problems)
    ? `${name} has ${countProblems(problems)}.`
    : `${name} declares no pipeline.`;
  output.present(problemDocument(problems), () => [...problemLines(problems), styled("red", remark)]);
  return exitCodes.failed;
}
