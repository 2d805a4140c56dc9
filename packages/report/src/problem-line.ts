import type { Problem, Severity } from "@lockstep/model";

import { countOf, enumerate } from "./text/count.ts";
import { codeSpan, escapeMarkdown } from "./text/escape-markdown.ts";

/** `2 errors and 1 warning`. */
export function countProblems(problems: readonly Problem[]): string {
  const told = (["error", "warning"] as const).flatMap((severity) => {
    const number = problems.filter((one) => one.severity === severity).length;
    return number === 0 ? [] : countOf(number, severity);
  });
  return told.length === 0 ? "no problems" : enumerate(told);
}

/** A problem as one entry of a list: severity, code, place, what is wrong and what to do. */
export function problemLine({ severity, code, file, line, column, message, fix }: Problem): string {
  const place = file === "" ? "" : ` ${codeSpan(`${file}:${line}:${column}`)}`;
  const mend = fix === undefined ? "" : ` **Fix:** ${escapeMarkdown(fix)}`;
  return `- ${signs[severity]} ${codeSpan(code)}${place}: ${escapeMarkdown(message)}${mend}`;
}

const signs: Readonly<Record<Severity, string>> = { error: "**error**", warning: "warning" };
