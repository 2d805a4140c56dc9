import {
  compileControl,
  createSnapshotCompiler,
  type SnapshotCompiler,
  type SourceEntry,
} from "@lockstep/manifest";
import { type Repository, type RepositoryFile, type Revision, toFailure } from "@lockstep/model";

import { createAuthorReader } from "./author-reader.ts";
import { controlSelection, pipelineSelection } from "./file-selection.ts";
import { placeInFiles } from "./place-in-files.ts";
import { readTexts } from "./read-texts.ts";
import type { BranchHead, RevisionSource, SnapshotRequest } from "./revision-source.ts";
import { createSignatureReader } from "./signature-reader.ts";

/** Largest manifest that is read at all; the compiler names the larger ones by their size. */
const manifestBytes = 1_048_576;

/** The files one view saw last, so that the next revision is read as a difference. */
interface View {
  readonly revision: Revision;
  readonly include: string;
  readonly files: ReadonlyMap<string, RepositoryFile>;
}

/** A source that reads and compiles in this thread. Whoever serves requests wraps it in a worker. */
export function createRepositorySource(repository: Repository): RevisionSource {
  const compiler = createSnapshotCompiler();
  const views = new Map<string, View>();
  const signatures = createSignatureReader(repository);
  const authors = createAuthorReader(repository);
  return {
    name: repository.name,
    readHeads: (signal) => repository.readBranches(signal),
    readControl: (head, signal) => readControl(repository, head, signal),
    async readSnapshot(request, signal) {
      await fetchHead(repository, request, signal);
      const view = await lookAgain(repository, views.get(request.view), request, signal);
      views.set(request.view, view);
      return compile(repository, compiler, { view, request, signal });
    },
    readAncestry: (base, head, signal) => repository.readAncestry(base, head, signal),
    readCommit: (revision, signal) => repository.readCommit(revision, signal),
    async fetchCommit(head, signal) {
      await fetchHead(repository, head, signal);
      return repository.readCommit(head.revision, signal);
    },
    readTexts: (revision, paths, signal) => readTexts(repository, { revision, paths, signal }),
    placeProblems: (revision, problems, signal) => placeInFiles(repository, { revision, problems, signal }),
    readSignatures: (request, signal) => signatures.read(request, signal),
    countSigners: (control, signal) => signatures.count(control, signal),
    readAuthors: (ranges, signal) => authors.read(ranges, signal),
    close: () => repository.close(),
  };
}

function fetchHead(
  repository: Repository,
  { branch, revision }: BranchHead,
  signal: AbortSignal,
): Promise<void> {
  return repository.fetchRevisions(new Map([[branch, revision]]), signal);
}

async function readControl(repository: Repository, head: BranchHead, signal: AbortSignal) {
  await fetchHead(repository, head, signal);
  const { changed } = await repository.readChanges(null, head.revision, controlSelection, signal);
  const ids = changed.filter(({ kind }) => kind === "file").map(({ objectId }) => objectId);
  const contents = await repository.readFiles(ids, manifestBytes, signal);
  const entries = changed.map(({ path, kind, objectId }): SourceEntry => {
    const content = contents.get(objectId);
    if (kind !== "file" || content === undefined)
      return { path, file: { kind: kind === "file" ? "submodule" : kind } };
    return "bytes" in content
      ? { path, file: { kind: "file", bytes: content.bytes } }
      : { path, file: { kind: "too-large", bytes: content.tooLarge } };
  });
  return compileControl(head.revision, entries);
}

/** A mirror that had to be made anew no longer knows what the view knew: then everything is read. */
async function lookAgain(
  repository: Repository,
  known: View | undefined,
  request: SnapshotRequest,
  signal: AbortSignal,
): Promise<View> {
  try {
    return await look(repository, known, request, signal);
  } catch (thrown) {
    if (known === undefined || toFailure(thrown).kind !== "not-found") throw thrown;
    return look(repository, undefined, request, signal);
  }
}

/** The files at a revision: what the view knew, plus the difference. */
async function look(
  repository: Repository,
  known: View | undefined,
  { revision, include }: SnapshotRequest,
  signal: AbortSignal,
): Promise<View> {
  const globs = include.join("\n");
  const base = known?.include === globs ? known : undefined;
  if (base?.revision === revision) return base;
  const selection = pipelineSelection(include);
  const { changed, removed } = await repository.readChanges(
    base?.revision ?? null,
    revision,
    selection,
    signal,
  );
  const files = new Map(base?.files);
  for (const path of removed) files.delete(path);
  for (const file of changed) files.set(file.path, file);
  return { revision, include: globs, files };
}

interface Compilation {
  readonly view: View;
  readonly request: SnapshotRequest;
  readonly signal: AbortSignal;
}

function compile(repository: Repository, compiler: SnapshotCompiler, { view, request, signal }: Compilation) {
  const { isManifest } = pipelineSelection(request.include);
  return compiler.compile({
    revision: request.revision,
    files: view.files,
    isManifest,
    readFiles: (ids, maxBytes) => repository.readFiles(ids, maxBytes, signal),
  });
}
