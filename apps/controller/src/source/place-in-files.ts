import { placeProblems } from "@lockstep/manifest";
import { compareProblems, type Problem, type Repository, type Revision } from "@lockstep/model";

/** A manifest with a problem is no larger than this; larger ones are refused before anything is planned. */
const manifestBytes = 1_048_576;

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
  const texts = await readTexts(repository, { revision, problems: unplaced, signal });
  const files = [...new Set(unplaced.map(({ file }) => file))];
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

async function readTexts(
  repository: Repository,
  { revision, problems, signal }: Unplaced,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = new Set(problems.map(({ file }) => file));
  const selection = {
    mayContain: (directory: string) => [...wanted].some((file) => file.startsWith(`${directory}/`)),
    includes: (path: string) => wanted.has(path),
  };
  const { changed } = await repository.readChanges(null, revision, selection, signal);
  const ids = changed.map(({ objectId }) => objectId);
  const contents = await repository.readFiles(ids, manifestBytes, signal);
  return new Map(
    changed.flatMap(({ path, objectId }) => {
      const content = contents.get(objectId);
      return content !== undefined && "bytes" in content ? [[path, content.bytes] as const] : [];
    }),
  );
}
