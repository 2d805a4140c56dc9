import type { Problem } from "@lockstep/model";

/**
 * Problems as workflow commands, which GitHub Actions turns into annotations of the changed lines. Source: GitHub
 * documentation, "Workflow commands for GitHub Actions", and the escaping of @actions/core.
 */
export function githubReport(problems: readonly Problem[]): string {
  return problems.map((problem) => `${commandOf(problem)}\n`).join("");
}

/** One annotation of a line, 1-based; `file` is as seen from the root of the repository. */
export function githubError({ file, line, title, message }: GitHubError): string {
  return `::error file=${property(file)},line=${line},title=${property(title)}::${data(message)}\n`;
}

interface GitHubError {
  readonly file: string;
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

function commandOf({ severity, file, line, column, code, message, fix }: Problem): string {
  const place = file === "" ? "" : `file=${property(file)},line=${line},col=${column},`;
  const text = fix === undefined ? message : `${message}\nFix: ${fix}`;
  return `::${severity} ${place}title=${property(code)}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
