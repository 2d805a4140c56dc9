import type { Repository, Revision } from "@lockstep/model";

/** A manifest with a problem, or a file of signers, is no larger than this. */
const textBytes = 1_048_576;

interface Wanted {
  readonly revision: Revision;
  /** Paths. */
  readonly files: readonly string[];
  readonly signal: AbortSignal;
}

/** Contents of some files of a revision by path, without those that are missing, too large or no plain files. */
export async function readTexts(
  repository: Repository,
  { revision, files, signal }: Wanted,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = new Set(files);
  const selection = {
    mayContain: (directory: string) => files.some((file) => file.startsWith(`${directory}/`)),
    includes: (path: string) => wanted.has(path),
  };
  const { changed } = await repository.readChanges(null, revision, selection, signal);
  const plain = changed.filter(({ kind }) => kind === "file");
  const ids = plain.map(({ objectId }) => objectId);
  const contents = await repository.readFiles(ids, textBytes, signal);
  return new Map(
    plain.flatMap(({ path, objectId }) => {
      const content = contents.get(objectId);
      return content !== undefined && "bytes" in content ? [[path, content.bytes] as const] : [];
    }),
  );
}
