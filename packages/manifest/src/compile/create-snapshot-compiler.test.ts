import { createHash } from "node:crypto";

import type { FileContent, ObjectId, RepositoryFile } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { pipelineFile, textFile } from "../../testing/pipeline-file.ts";
import type { SourceEntry } from "../files/source-file.ts";
import { createSnapshotCompiler, type SnapshotSource } from "./create-snapshot-compiler.ts";

/** A revision made of entries, which counts what is read of it. */
function revisionOf(entries: readonly SourceEntry[]): SnapshotSource & { readonly read: string[] } {
  const read: string[] = [];
  const contents = new Map<ObjectId, FileContent>();
  const files = new Map<string, RepositoryFile>();
  for (const { path, file } of entries) {
    if (file.kind !== "file") continue;
    const objectId = createHash("sha1").update(file.bytes).digest("hex");
    contents.set(objectId, { bytes: file.bytes });
    files.set(path, { path, objectId, kind: "file" });
  }
  const pathOf = (id: ObjectId) => [...files.values()].find(({ objectId }) => objectId === id)?.path ?? id;
  return {
    revision: "r1",
    files,
    read,
    isManifest: (path) => path.endsWith(".pipeline.json"),
    readFiles: (ids) => {
      read.push(...ids.map(pathOf));
      return Promise.resolve(
        new Map(ids.flatMap((id) => [[id, contents.get(id) ?? { tooLarge: 0 }] as const])),
      );
    },
  };
}

const withFile = pipelineFile("notes", {
  steps: [{ id: "a", type: "echo", with: { value: { $file: "files/note.md" } } }],
});
const note = (text: string) => textFile("pipelines/files/note.md", text);

describe("the snapshot compiler", () => {
  test("reads every manifest once, and after that only what changed", async () => {
    const compiler = createSnapshotCompiler();
    const first = revisionOf([pipelineFile("one"), pipelineFile("two")]);
    expect((await compiler.compile(first)).pipelines).toHaveLength(2);
    expect(first.read.toSorted()).toEqual(["pipelines/one.pipeline.json", "pipelines/two.pipeline.json"]);
    const second = revisionOf([pipelineFile("one"), pipelineFile("two", { version: "1.3.0" })]);
    const snapshot = await compiler.compile(second);
    expect(second.read).toEqual(["pipelines/two.pipeline.json"]);
    expect(snapshot.pipelines.map(({ version }) => version)).toEqual(["1.2.0", "1.3.0"]);
  });

  test("compiles a manifest again when a file that it pulls in changes, comes or goes", async () => {
    const compiler = createSnapshotCompiler();
    const before = await compiler.compile(revisionOf([withFile, note("a")]));
    const changed = await compiler.compile(revisionOf([withFile, note("b")]));
    const gone = await compiler.compile(revisionOf([withFile]));
    const back = await compiler.compile(revisionOf([withFile, note("a")]));
    expect(changed.pipelines[0]?.content).not.toBe(before.pipelines[0]?.content);
    expect(gone.problems).toMatchObject([{ code: "FILE_MISSING", line: 12, column: 20 }]);
    expect(back.pipelines).toEqual(before.pipelines);
  });

  test("forgets pipelines that are gone and finds problems between files without reading the others", async () => {
    const compiler = createSnapshotCompiler();
    await compiler.compile(revisionOf([pipelineFile("one"), pipelineFile("two")]));
    expect(
      (await compiler.compile(revisionOf([pipelineFile("two")]))).pipelines.map(({ slug }) => slug),
    ).toEqual(["two"]);
    const twice = revisionOf([
      pipelineFile("one"),
      pipelineFile("two"),
      pipelineFile("two", {}, "pipelines/b"),
    ]);
    const { problems } = await compiler.compile(twice);
    expect(problems.map(({ code }) => code)).toEqual(["SLUG_DUPLICATE", "SLUG_DUPLICATE"]);
    expect(new Set(twice.read)).not.toContain("pipelines/one.pipeline.json");
  });
});
