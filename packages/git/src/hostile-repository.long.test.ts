import { runTestGit, type TestRepository } from "@lockstep/testkit";
import { describe, expect, test } from "vitest";

import { never, readTexts, remoteRoads, selection, sync, useWorkbench, type Road } from "./roads.fixture.ts";

const onPath: Road = { name: "on a path", native: "off", over: "path" };

/** One line of a tree; names are written as they are, which git itself would refuse to do. */
interface RawEntry {
  readonly mode: string;
  readonly name: Buffer;
  readonly id: string;
}

describe("a hostile repository", () => {
  const bench = useWorkbench();

  const writeObject = (source: TestRepository, type: string, content: Uint8Array | string) =>
    runTestGit(source.directory, ["hash-object", "-w", "-t", type, "--literally", "--stdin"], content);
  const writeTree = (source: TestRepository, entries: readonly RawEntry[]) =>
    writeObject(
      source,
      "tree",
      Buffer.concat(
        entries.flatMap(({ mode, name, id }) => [
          Buffer.from(`${mode} `),
          name,
          Buffer.from([0]),
          Buffer.from(id, "hex"),
        ]),
      ),
    );
  const commitTree = async (source: TestRepository, tree: string) => {
    const revision = await source.git("commit-tree", "-m", "hostile", tree);
    await source.setBranch("main", revision);
    return revision;
  };
  /** A commit with one strange entry in the folder `pipelines` or in another one. */
  const commitEntry = async (folder: string, mode: string, name: Buffer) => {
    const source = await bench().createSource();
    const blob = await writeObject(source, "blob", "x");
    const inner = await writeTree(source, [{ mode: "100644", name: Buffer.from("f"), id: blob }]);
    const id = mode === "40000" ? inner : blob;
    const tree = await writeTree(source, [{ mode, name, id }]);
    const root = await writeTree(source, [{ mode: "40000", name: Buffer.from(folder), id: tree }]);
    return { source, revision: await commitTree(source, root) };
  };

  const names: readonly (readonly [string, Buffer, string])[] = [
    ["40000", Buffer.from(".."), "pipelines/.."],
    ["40000", Buffer.from("."), "pipelines/."],
    ["40000", Buffer.from(".GIT"), "pipelines/.GIT"],
    ["100644", Buffer.from("../../etc/passwd"), "pipelines/../../etc/passwd"],
    ["100644", Buffer.from("/etc/passwd"), "pipelines//etc/passwd"],
    ["100644", Buffer.from([0x61, 0xff, 0x2e]), String.raw`pipelines/a\ufffd.`],
    ["120000", Buffer.from(".git"), "pipelines/.git"],
  ];

  test.each(names)("is refused by name for an entry %s %s", async (mode, name, shown) => {
    const { source, revision } = await commitEntry("pipelines", mode, name);
    const repository = await bench().open(source, onPath);
    await expect(repository.readChanges(null, revision, selection, never)).rejects.toMatchObject({
      kind: "repository-invalid",
      message: expect.stringContaining(JSON.stringify(shown).replaceAll(String.raw`\\`, "\\")),
    });
  });

  test.each(names)("may hold %s %s where nothing is selected", async (mode, name) => {
    const { source, revision } = await commitEntry("docs", mode, name);
    const repository = await bench().open(source, onPath);
    expect(await repository.readChanges(null, revision, selection, never)).toEqual({
      changed: [],
      removed: [],
    });
  });

  test("is refused when it nests too deeply", async () => {
    const source = await bench().createSource();
    const path = `pipelines/${"d/".repeat(80)}f`;
    const revision = await source.commit({ branch: "main", files: { [path]: "x" } });
    const repository = await bench().open(source, onPath);
    await expect(repository.readChanges(null, revision, selection, never)).rejects.toMatchObject({
      kind: "limit-exceeded",
    });
  });

  test("is refused when it selects more than 100 000 files", async () => {
    const source = await bench().createSource();
    const id = await writeObject(source, "blob", "x");
    const entries = Array.from({ length: 100_001 }, (_, index) => ({
      mode: "100644",
      name: Buffer.from(`f${String(index).padStart(6, "0")}`),
      id,
    }));
    const tree = await writeTree(source, entries);
    const root = await writeTree(source, [{ mode: "40000", name: Buffer.from("pipelines"), id: tree }]);
    const revision = await commitTree(source, root);
    const repository = await bench().open(source, onPath);
    await expect(repository.readChanges(null, revision, selection, never)).rejects.toMatchObject({
      kind: "limit-exceeded",
      message: expect.stringContaining("100000 files"),
    });
  });

  test("is refused when a few trees unfold to endless empty folders", async () => {
    const source = await bench().createSource();
    let id = await writeTree(source, []);
    for (let depth = 0; depth < 50; depth++) {
      id = await writeTree(
        source,
        ["a", "b", "c"].map((name) => ({ mode: "40000", name: Buffer.from(name), id })),
      );
    }
    const root = await writeTree(source, [{ mode: "40000", name: Buffer.from("pipelines"), id }]);
    const revision = await commitTree(source, root);
    const repository = await bench().open(source, onPath);
    await expect(repository.readChanges(null, revision, selection, never)).rejects.toMatchObject({
      kind: "limit-exceeded",
      message: expect.stringContaining("100000 folders"),
    });
  });

  describe("with a file of 80 megabytes that deflates to 80 kilobytes", () => {
    const size = 80 * 1024 * 1024;
    const commitBomb = async () => {
      const source = await bench().createSource();
      await source.commit({ branch: "main", files: { "pipelines/small": "1" } });
      return source;
    };

    test.each([onPath, ...remoteRoads.filter((road) => road.native !== "off")])(
      "gives its size without holding it, $name",
      async (road) => {
        const source = await commitBomb();
        const repository = await bench().open(source, road);
        await sync(repository);
        const revision = await source.commit({
          branch: "main",
          files: { "pipelines/bomb": Buffer.alloc(size) },
        });
        const before = process.memoryUsage().rss;
        await sync(repository);
        const { changed } = await repository.readChanges(null, revision, selection, never);
        const files = await repository.readFiles(
          changed.map((file) => file.objectId),
          1_000_000,
          never,
        );
        expect([...files.values()]).toContainEqual({ tooLarge: size });
        expect(process.memoryUsage().rss - before).toBeLessThan(size);
      },
    );

    test("is refused in process, with advice", async () => {
      const source = await commitBomb();
      const repository = await bench().open(source, { name: "", native: "off", over: "http" });
      const [good] = (await sync(repository)).values();
      await source.commit({ branch: "main", files: { "pipelines/bomb": Buffer.alloc(size) } });
      await expect(sync(repository)).rejects.toMatchObject({
        kind: "limit-exceeded",
        message: expect.stringContaining("Install git"),
      });
      expect(await readTexts(repository, good ?? "")).toEqual({ "pipelines/small": "1" });
    });
  });
});
