import { StepFailure } from "../step-failure.ts";

const longestPath = 200;

/** Names of letters, digits, `.`, `_` and `-`; a name of dots alone would lead elsewhere. */
const namePattern = /^(?!\.+$)[A-Za-z0-9._-]+$/;

/** Fails as `validation` for a path that does not clearly lie in the run's own storage. */
export function checkPath(path: string): void {
  if (path.length > longestPath)
    throw new StepFailure("validation", `The path is longer than ${longestPath} characters.`);
  if (path.split("/").every((name) => namePattern.test(name))) return;
  throw new StepFailure(
    "validation",
    `The path ${JSON.stringify(path)} cannot be used. Paths are relative, such as report/2026.csv: names of letters, digits, '.', '_' and '-', joined by '/', without '..'.`,
  );
}
