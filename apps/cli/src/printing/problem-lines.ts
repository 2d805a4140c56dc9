import { compareProblems, type Problem, type Severity } from "@lockstep/model";

import { type Style, styled, type Text } from "../terminal/text.ts";

const severityStyles: Readonly<Record<Severity, Style>> = { error: "red", warning: "yellow" };

/** Problems in reading order, each with its place, what is wrong and what to do. The same everywhere. */
export function problemLines(problems: readonly Problem[]): readonly Text[] {
  return [...problems].sort(compareProblems).flatMap(linesOf);
}

/** `2 errors, 1 warning`. */
export function countProblems(problems: readonly Problem[]): string {
  const count = (wanted: Severity) => problems.filter(({ severity }) => severity === wanted).length;
  const told = (["error", "warning"] as const).flatMap((severity) => {
    const number = count(severity);
    return number === 0 ? [] : `${number} ${severity}${number === 1 ? "" : "s"}`;
  });
  return told.length === 0 ? "no problems" : told.join(", ");
}

function linesOf({ file, line, column, path, severity, code, message, fix }: Problem): readonly Text[] {
  const place = file === "" ? [] : [styled("bold", `${file}:${line}:${column}`), " "];
  const head = [...place, styled(severityStyles[severity], severity), " ", styled("bold", code)];
  return [
    path === "" ? head : [...head, " ", styled("dim", path)],
    ["  ", message],
    ...(fix === undefined ? [] : [["  ", styled("green", "fix: "), fix]]),
  ];
}
