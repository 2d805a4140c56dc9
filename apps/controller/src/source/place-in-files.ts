import { placeProblems } from "@lockstep/manifest";
import { compareProblems, type Problem, type Repository, type Revision } from "@lockstep/model";

import { readContents } from "./read-contents.ts";

interface Unplaced {
  readonly revision: Revision;
  readonly problems: readonly Problem[];
  readonly signal: AbortSignal;
}

/** Looks up line and column of the problems that name a pointer but no place, each file read once. */
export async function placeInFiles(
  repository: Repository,
  { revision, problems, signal }: Unplaced,
): Promise<readonly Problem[]> {
  const unplaced = problems.filter(isUnplaced);
  if (unplaced.length === 0) return problems;
  const files = [...new Set(unplaced.map(({ file }) => file))];
  const texts = await readContents(repository, { revision, paths: files, signal });
  const placed = files.flatMap((file) => {
    const found = unplaced.filter((one) => one.file === file);
    const text = texts.get(file);
    return text === undefined ? found : placeProblems(file, text, found);
  });
  return [...problems.filter((found) => !isUnplaced(found)), ...placed].sort(compareProblems);
}

function isUnplaced({ file, path, line, column }: Problem): boolean {
  return file !== "" && path !== "" && line === 1 && column === 1;
}
