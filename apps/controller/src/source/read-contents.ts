import type { Repository, Revision } from "@lockstep/model";

/** A manifest with a problem, or a file of signers, is no larger than this. */
const mostBytes = 1_048_576;

export interface WantedFiles {
  readonly revision: Revision;
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
}

/** Contents of some files of a fetched revision by path, without those that are missing, too large or no plain files. */
export async function readContents(
  repository: Repository,
  { revision, paths, signal }: WantedFiles,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = new Set(paths);
  const folders = new Set(paths.flatMap(foldersOf));
  const selection = {
    mayContain: (directory: string) => folders.has(directory),
    includes: (path: string) => wanted.has(path),
  };
  const { changed } = await repository.readChanges(null, revision, selection, signal);
  const plain = changed.filter(({ kind }) => kind === "file");
  const ids = plain.map(({ objectId }) => objectId);
  const contents = await repository.readFiles(ids, mostBytes, signal);
  return new Map(
    plain.flatMap(({ path, objectId }) => {
      const content = contents.get(objectId);
      return content !== undefined && "bytes" in content ? [[path, content.bytes] as const] : [];
    }),
  );
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
}
