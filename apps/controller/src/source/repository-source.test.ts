import { Failure, type FileChanges, type Repository } from "@lockstep/model";
import { expect, test } from "vitest";

import { createRepositorySource } from "./repository-source.ts";

const signal = new AbortController().signal;

/** A repository of one valid manifest, whose memory of older revisions can be wiped. */
function forgetfulRepository() {
  const known = new Set<string>();
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug: "hello",
    version: "1.0.0",
    steps: [{ id: "greet", type: "echo", with: { value: 1 } }],
  };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const file = { path: "pipelines/hello.pipeline.json", objectId: "blob", kind: "file" as const };
  const repository: Repository = {
    name: "test",
    readBranches: async () => new Map(),
    fetchRevisions: async (heads) => heads.forEach((revision) => known.add(revision)),
    async readChanges(from, to): Promise<FileChanges> {
      if (from !== null && !known.has(from)) throw new Failure("not-found", `commit ${from} is not here`);
      return { changed: from === null ? [file] : [], removed: to === "emptied" ? [file.path] : [] };
    },
    readFiles: async () => new Map([["blob", { bytes }]]),
    readCommit: () => Promise.reject(new Failure("not-found", "none")),
    readAncestry: async () => "ahead",
    readFirstParents: async () => [],
    readContained: async () => [],
    close: async () => {},
  };
  return { repository, wipe: () => known.clear() };
}

const at = (revision: string) => ({
  view: "v",
  branch: "main",
  revision,
  include: ["pipelines/**/*.pipeline.json"],
});

test("a view is read as a difference, and as a whole when the mirror was made anew", async () => {
  const { repository, wipe } = forgetfulRepository();
  const source = createRepositorySource(repository);
  const slugs = async (revision: string) =>
    (await source.readSnapshot(at(revision), signal)).pipelines.map(({ slug }) => slug);

  expect(await slugs("first")).toEqual(["hello"]);
  wipe();
  expect(await slugs("second")).toEqual(["hello"]);
  expect(await slugs("emptied")).toEqual([]);
});
