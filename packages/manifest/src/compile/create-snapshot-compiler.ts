import type { FileContent, ObjectId, RepositoryFile, Revision, Snapshot } from "@lockstep/model";
import { LRUCache } from "lru-cache";

import { linkPipelines } from "../cross-checks/link-pipelines.ts";
import { referencedPaths } from "../files/referenced-paths.ts";
import type { SourceFile } from "../files/source-file.ts";
import { limits } from "../text/limits.ts";
import { assembleSnapshot } from "./assemble-snapshot.ts";
import type { Compilation } from "./compile-pipeline.ts";
import { compileFile, placeInFile } from "./compile-snapshot.ts";

/** One revision to compile: its files as git lists them, and a way to their contents. */
export interface SnapshotSource {
  readonly revision: Revision;
  /** Manifests and everything that `$file` may pull in, by path. */
  readonly files: ReadonlyMap<string, RepositoryFile>;
  isManifest(path: string): boolean;
  readFiles(ids: readonly ObjectId[], maxBytes: number): Promise<ReadonlyMap<ObjectId, FileContent>>;
}

/** Compiles revision after revision; what did not change between them is not read again. */
export interface SnapshotCompiler {
  compile(source: SnapshotSource): Promise<Snapshot>;
}

/** A compiled manifest with the object ids of the files it was made of. */
interface Remembered {
  readonly compilation: Compilation;
  readonly parts: readonly (readonly [path: string, objectId: ObjectId | null])[];
}

/**
 * Manifests that are read and compiled at a time. What a batch leaves behind should fit in the young generation of the
 * heap: batches of 500 outlived it, which cost memory and a third of the time.
 */
const batchSize = 100;

/** Bounds of what is remembered: manifests, and UTF-16 code units of their canonical texts (about 256 MB). */
const bounds = { max: 60_000, maxSize: 128 * 1_048_576 } as const;

/** A compiler with an empty memory. One serves any number of branches, because it remembers by path and object id. */
export function createSnapshotCompiler(): SnapshotCompiler {
  const memory = new LRUCache<string, Remembered>(bounds);
  // A view hands in the same object for a file that stayed: no key to build and to hash for each of 10 000.
  const recent = new WeakMap<RepositoryFile, Remembered>();

  function recall(manifest: RepositoryFile): Remembered | undefined {
    const known = recent.get(manifest);
    if (known !== undefined) return known;
    const remembered = memory.get(keyOf(manifest));
    if (remembered !== undefined) recent.set(manifest, remembered);
    return remembered;
  }

  function remember(manifest: RepositoryFile, made: Remembered): void {
    recent.set(manifest, made);
    memory.set(keyOf(manifest), made, { size: 1 + (made.compilation.pipeline?.canonical.length ?? 0) });
  }

  return {
    async compile(source) {
      const compilations: Compilation[] = [];
      const fresh: RepositoryFile[] = [];
      for (const file of source.files.values()) {
        if (!source.isManifest(file.path)) continue;
        const known = recall(file);
        if (known !== undefined && isCurrent(known, source)) compilations.push(known.compilation);
        else fresh.push(file);
      }
      for (let start = 0; start < fresh.length; start += batchSize)
        for (const [manifest, made] of await compileBatch(fresh.slice(start, start + batchSize), source)) {
          remember(manifest, made);
          compilations.push(made.compilation);
        }
      return assemble(source, compilations);
    },
  };
}

function keyOf({ path, objectId, kind }: RepositoryFile): string {
  return `${objectId} ${kind} ${path}`;
}

function isCurrent({ parts }: Remembered, { files }: SnapshotSource): boolean {
  return parts.every(([path, objectId]) => (files.get(path)?.objectId ?? null) === objectId);
}

async function compileBatch(
  manifests: readonly RepositoryFile[],
  source: SnapshotSource,
): Promise<(readonly [RepositoryFile, Remembered])[]> {
  const contents = await readSources(manifests, limits.manifestBytes, source);
  const references = new Map(
    manifests.map(({ path }) => [path, referencedPaths(path, contents.get(path))] as const),
  );
  const made: (readonly [RepositoryFile, Remembered])[] = [];
  for (const group of groupByReferences(manifests, references)) {
    const wanted = [...new Set(group.flatMap(({ path }) => references.get(path) ?? []))];
    const pulledIn = await readSources(entriesOf(wanted, source), limits.expandedBytes, source);
    for (const manifest of group) {
      const file = contents.get(manifest.path) ?? { kind: "file", bytes: new Uint8Array() };
      const compilation = compileFile(manifest.path, file, (path) => pulledIn.get(path) ?? null);
      made.push([manifest, { compilation, parts: partsOf(references.get(manifest.path) ?? [], source) }]);
    }
  }
  return made;
}

/** Groups whose members together pull in no more files than one manifest may: bounds what is held at a time. */
function groupByReferences(
  manifests: readonly RepositoryFile[],
  references: ReadonlyMap<string, readonly string[]>,
): RepositoryFile[][] {
  const groups: RepositoryFile[][] = [];
  let room = 0;
  for (const manifest of manifests) {
    const count = references.get(manifest.path)?.length ?? 0;
    room -= count;
    if (groups.length === 0 || room < 0) {
      groups.push([]);
      room = limits.files - count;
    }
    groups.at(-1)?.push(manifest);
  }
  return groups;
}

function partsOf(paths: readonly string[], { files }: SnapshotSource): Remembered["parts"] {
  return paths.map((path) => [path, files.get(path)?.objectId ?? null] as const);
}

function entriesOf(paths: readonly string[], { files }: SnapshotSource): readonly RepositoryFile[] {
  return paths.flatMap((path) => files.get(path) ?? []);
}

async function readSources(
  files: readonly RepositoryFile[],
  maxBytes: number,
  source: SnapshotSource,
): Promise<Map<string, SourceFile>> {
  const ids = files.filter(({ kind }) => kind === "file").map(({ objectId }) => objectId);
  const contents =
    ids.length === 0 ? new Map<ObjectId, FileContent>() : await source.readFiles([...new Set(ids)], maxBytes);
  return new Map(files.map(({ path, kind, objectId }) => [path, toSource(kind, contents.get(objectId))]));
}

function toSource(kind: RepositoryFile["kind"], content: FileContent | undefined): SourceFile {
  if (kind !== "file") return { kind };
  if (content === undefined) return { kind: "file", bytes: new Uint8Array() };
  return "bytes" in content ? { kind, bytes: content.bytes } : { kind: "too-large", bytes: content.tooLarge };
}

/** Files are read again only to place what is wrong between them. */
async function assemble(source: SnapshotSource, compilations: readonly Compilation[]): Promise<Snapshot> {
  const findings = linkPipelines(compilations);
  const blamed = entriesOf([...findings.keys()], source);
  const contents = await readSources(blamed, limits.manifestBytes, source);
  const problems = [...findings].flatMap(([path, found]) => placeInFile(path, contents.get(path), found));
  return assembleSnapshot(source.revision, compilations, problems);
}
