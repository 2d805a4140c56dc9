import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { FileSelection, Repository } from "@lockstep/model";
import { startGitServer, type GitServer, type TestRepository } from "@lockstep/testkit";
import { afterAll, afterEach, beforeAll } from "vitest";

import { openRepository, type NativeUse, type RepositoryOptions } from "./open-repository.ts";

/** One way of reading a repository; the contract holds for all of them. */
export interface Road {
  readonly name: string;
  readonly native: NativeUse;
  readonly over: "http" | "path";
}

export const remoteRoads: readonly Road[] = [
  { name: "in process over HTTP", native: "off", over: "http" },
  { name: "native git over HTTP", native: "only", over: "http" },
  { name: "the quickest over HTTP", native: "auto", over: "http" },
];

export const roads: readonly Road[] = [...remoteRoads, { name: "on a path", native: "off", over: "path" }];

/** Everything below `pipelines/`, as an environment would select it. */
export const selection: FileSelection = {
  mayContain: (directory) => directory === "pipelines" || directory.startsWith("pipelines/"),
  includes: (path) => path.startsWith("pipelines/"),
};

export const never = new AbortController().signal;

/** What a test needs of git: a server, repositories on it, and ways to open them that are closed afterwards. */
export interface Workbench {
  readonly server: GitServer;
  readonly directory: string;
  createSource(): Promise<TestRepository>;
  open(source: TestRepository, road: Road, more?: Partial<RepositoryOptions>): Promise<Repository>;
}

export function useWorkbench(): () => Workbench {
  let bench: Workbench | null = null;
  let opened: Repository[] = [];
  let count = 0;
  beforeAll(async () => {
    const server = await startGitServer();
    const directory = await mkdtemp(join(tmpdir(), "lockstep-mirrors-"));
    bench = {
      server,
      directory,
      createSource: () => server.createRepository(`source-${++count}`),
      open: async (source, road, more = {}) => {
        const location = road.over === "http" ? source.url : source.directory;
        const repository = await openRepository({
          location,
          directory,
          token: null,
          native: road.native,
          ...more,
        });
        opened.push(repository);
        return repository;
      },
    };
  });
  afterEach(async () => {
    await Promise.all(opened.map((repository) => repository.close()));
    opened = [];
    if (bench !== null) Object.assign(bench.server, { fault: null, password: null });
  });
  afterAll(async () => {
    await bench?.server.stop();
    if (bench !== null) await rm(bench.directory, { recursive: true, force: true });
  });
  return () => {
    if (bench === null) throw new Error("the workbench is not ready");
    return bench;
  };
}

/** Lists and fetches everything, as a controller does at each poll. */
export async function sync(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const branches = await repository.readBranches(never);
  await repository.fetchRevisions(branches, never);
  return branches;
}

/** The texts of all selected files of a revision by path. */
export async function readTexts(repository: Repository, revision: string): Promise<Record<string, string>> {
  const { changed } = await repository.readChanges(null, revision, selection, never);
  const files = await repository.readFiles(
    changed.map((file) => file.objectId),
    1_000_000,
    never,
  );
  return Object.fromEntries(
    changed.map(({ path, objectId }) => {
      const content = files.get(objectId);
      const text = content !== undefined && "bytes" in content ? Buffer.from(content.bytes).toString() : "?";
      return [path, text];
    }),
  );
}
