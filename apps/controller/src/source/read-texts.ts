import type { Repository, Revision } from "@lockstep/model";

/** A manifest is no larger than this. */
const manifestBytes = 1_048_576;

/** Texts of files at a fetched revision. What is missing, too large or no UTF-8 is left out. */
export async function readTexts(
  repository: Repository,
  {
    revision,
    paths,
    signal,
  }: { readonly revision: Revision; readonly paths: readonly string[]; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(paths);
  const folders = new Set(paths.flatMap(foldersOf));
  const selection = {
    mayContain: (directory: string) => folders.has(directory),
    includes: (path: string) => wanted.has(path),
  };
  const { changed } = await repository.readChanges(null, revision, selection, signal);
  const files = changed.filter(({ kind }) => kind === "file");
  const contents = await repository.readFiles(
    files.map(({ objectId }) => objectId),
    manifestBytes,
    signal,
  );
  const texts = new Map<string, string>();
  for (const { path, objectId } of files) {
    const content = contents.get(objectId);
    const text = content !== undefined && "bytes" in content ? decode(content.bytes) : null;
    if (text !== null) texts.set(path, text);
  }
  return texts;
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
