import { describe, expect, test } from "vitest";

import { never, readTexts, roads, selection, sync, useWorkbench } from "./roads.fixture.ts";

describe.each(roads)("a repository read $name", (road) => {
  const bench = useWorkbench();

  const start = async () => {
    const source = await bench().createSource();
    return { source, repository: await bench().open(source, road) };
  };

  test("lists no branches while there are no commits", async () => {
    const { repository } = await start();
    expect(await repository.readBranches(never)).toEqual(new Map());
  });

  test("lists branches whatever they are called, and no tags", async () => {
    const { source, repository } = await start();
    const first = await source.commit({ branch: "main", files: { a: "1" } });
    await source.setBranch("team/größe#1", first);
    const second = await source.commit({ branch: "release", files: { a: "2" } });
    await source.git("tag", "release", first);
    await source.git("update-ref", "refs/heads/refs/heads/main", second);
    expect(await repository.readBranches(never)).toEqual(
      new Map([
        ["main", first],
        ["team/größe#1", first],
        ["release", second],
        ["refs/heads/main", second],
      ]),
    );
  });

  test("reads the files of a revision", async () => {
    const { source, repository } = await start();
    const files = { "pipelines/a.json": "{}", "pipelines/über/日本.json": "[]", "docs/a": "no" };
    const revision = await source.commit({ branch: "main", files });
    await sync(repository);
    expect(await readTexts(repository, revision)).toEqual({
      "pipelines/a.json": "{}",
      "pipelines/über/日本.json": "[]",
    });
  });

  test("reads a revision without any file", async () => {
    const { source, repository } = await start();
    const from = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    await sync(repository);
    const to = await source.commit({ branch: "main", files: { "pipelines/a": null } });
    await sync(repository);
    expect(await repository.readChanges(from, to, selection, never)).toEqual({
      changed: [],
      removed: ["pipelines/a"],
    });
    expect(await readTexts(repository, to)).toEqual({});
  });

  test("names links and submodules for what they are", async () => {
    const { source, repository } = await start();
    const first = await source.commit({ branch: "main" });
    const revision = await source.commit({
      branch: "main",
      files: {
        "pipelines/link.json": { mode: "120000", content: "../secrets" },
        "pipelines/module": { mode: "160000", content: first },
        "pipelines/run.json": { mode: "100755", content: "{}" },
      },
    });
    await sync(repository);
    const { changed } = await repository.readChanges(null, revision, selection, never);
    expect(changed.map(({ path, kind }) => [path, kind])).toEqual([
      ["pipelines/link.json", "symlink"],
      ["pipelines/module", "submodule"],
      ["pipelines/run.json", "file"],
    ]);
  });

  test("tells what was added, changed and removed between two revisions", async () => {
    const { source, repository } = await start();
    const from = await source.commit({
      branch: "main",
      files: { "pipelines/a": "1", "pipelines/b": "1", "pipelines/c/d": "1", "pipelines/same": "1" },
    });
    await sync(repository);
    const to = await source.commit({
      branch: "main",
      files: { "pipelines/a": "2", "pipelines/b": null, "pipelines/c": "file now", "pipelines/e/f": "new" },
    });
    await sync(repository);
    const changes = await repository.readChanges(from, to, selection, never);
    expect(changes.changed.map(({ path }) => path)).toEqual(["pipelines/a", "pipelines/c", "pipelines/e/f"]);
    expect(changes.removed).toEqual(["pipelines/b", "pipelines/c/d"]);
    const back = await repository.readChanges(to, from, selection, never);
    expect(back.changed.map(({ path }) => path)).toEqual(["pipelines/a", "pipelines/b", "pipelines/c/d"]);
    expect(back.removed).toEqual(["pipelines/c", "pipelines/e/f"]);
    expect(await repository.readChanges(to, to, selection, never)).toEqual({ changed: [], removed: [] });
  });

  test("takes no executable bit for a change of content", async () => {
    const { source, repository } = await start();
    const from = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    await sync(repository);
    const to = await source.commit({
      branch: "main",
      files: { "pipelines/a": { mode: "100755", content: "1" } },
    });
    await sync(repository);
    expect(await repository.readChanges(from, to, selection, never)).toEqual({ changed: [], removed: [] });
  });

  test("gives a file that is too large by its size only", async () => {
    const { source, repository } = await start();
    const revision = await source.commit({
      branch: "main",
      files: { "pipelines/large": "x".repeat(5000), "pipelines/small": "y", "pipelines/twin": "y" },
    });
    await sync(repository);
    const { changed } = await repository.readChanges(null, revision, selection, never);
    const files = await repository.readFiles(
      changed.map((file) => file.objectId),
      100,
      never,
    );
    expect([...files.values()]).toEqual([
      { tooLarge: 5000 },
      expect.objectContaining({ bytes: Buffer.from("y") }),
    ]);
  });

  test("reads who made a commit, when and why", async () => {
    const { source, repository } = await start();
    const parent = await source.commit({ branch: "main" });
    const author = { name: "Grace Hopper 🐛", email: "grace@example.com" };
    const message = "Fix the relay\n\nA moth.\n";
    const revision = await source.commit({ branch: "main", message, author, at: 1_700_000_000 });
    await sync(repository);
    const person = { ...author, at: "2023-11-14T22:13:20.000Z" };
    expect(await repository.readCommit(revision, never)).toEqual({
      revision,
      parents: [parent],
      message,
      author: person,
      committer: person,
    });
  });

  test("knows how revisions relate", async () => {
    const { source, repository } = await start();
    const root = await source.commit({ branch: "main" });
    const left = await source.commit({ branch: "left", parents: [root] });
    const right = await source.commit({ branch: "right", parents: [root], message: "right" });
    const third = await source.commit({ branch: "third", parents: [root], message: "third" });
    await source.setBranch("main", left);
    const octopus = await source.merge("main", ["right", "third"]);
    await sync(repository);
    const ancestry = (base: string, head: string) => repository.readAncestry(base, head, never);
    expect(await ancestry(root, root)).toBe("same");
    expect(await ancestry(root, octopus)).toBe("ahead");
    expect(await ancestry(third, octopus)).toBe("ahead");
    expect(await ancestry(octopus, right)).toBe("behind");
    expect(await ancestry(left, right)).toBe("diverged");
    expect(await ancestry("1".repeat(40), octopus)).toBe("diverged");
  });

  test("follows a branch that is rewritten, deleted and made again as a folder of branches", async () => {
    const { source, repository } = await start();
    const root = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    const old = await source.commit({ branch: "main", files: { "pipelines/a": "2" } });
    await sync(repository);
    const rewritten = await source.commit({ branch: "main", files: { "pipelines/a": "3" }, parents: [root] });
    expect(await sync(repository)).toEqual(new Map([["main", rewritten]]));
    expect(await readTexts(repository, rewritten)).toEqual({ "pipelines/a": "3" });
    expect(await repository.readAncestry(old, rewritten, never)).toBe("diverged");
    await source.setBranch("side", rewritten);
    await source.deleteBranch("main");
    await source.setBranch("main/one", rewritten);
    expect(await sync(repository)).toEqual(
      new Map([
        ["side", rewritten],
        ["main/one", rewritten],
      ]),
    );
  });

  test("goes back below what it fetched first when history is asked for", async () => {
    const { source, repository } = await start();
    const first = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    const second = await source.commit({ branch: "main", files: { "pipelines/a": "2" } });
    const third = await source.commit({ branch: "main", files: { "pipelines/a": "3" } });
    await sync(repository);
    expect(await repository.readAncestry(first, third, never)).toBe("ahead");
    const reset = await source.commit({ branch: "main", files: { "pipelines/a": "4" }, parents: [second] });
    await sync(repository);
    expect(await repository.readAncestry(third, reset, never)).toBe("diverged");
    expect(await readTexts(repository, reset)).toEqual({ "pipelines/a": "4" });
    await source.setBranch("main", first);
    await sync(repository);
    expect(await repository.readAncestry(reset, first, never)).toBe("behind");
  });

  test("takes a revision that was rewritten away and cleaned up for diverged", async () => {
    const { source, repository } = await start();
    await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    const lost = await source.commit({ branch: "main", files: { "pipelines/a": "2" } });
    await sync(repository);
    const other = await source.commit({ branch: "main", files: { "pipelines/a": "3" }, parents: [] });
    await source.git("prune", "--expire=now");
    await source.git("repack", "-adq");
    await source.git("prune", "--expire=now");
    await sync(repository);
    expect(await repository.readAncestry(lost, other, never)).toBe("diverged");
  });

  test("has no commit that was never fetched", async () => {
    const { source, repository } = await start();
    await source.commit({ branch: "main" });
    await sync(repository);
    await expect(repository.readCommit("1".repeat(40), never)).rejects.toMatchObject({ kind: "not-found" });
    await expect(repository.readChanges(null, "1".repeat(40), selection, never)).rejects.toMatchObject({
      kind: "not-found",
    });
  });

  test("reads on while its owner repacks", async () => {
    const { source, repository } = await start();
    const revision = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    await source.git("repack", "-adq");
    await sync(repository);
    await readTexts(repository, revision);
    const next = await source.commit({ branch: "main", files: { "pipelines/b": "2" } });
    await source.git("repack", "-adq");
    await sync(repository);
    expect(await readTexts(repository, next)).toEqual({ "pipelines/a": "1", "pipelines/b": "2" });
  });

  test("stops when the caller gives up", async () => {
    const { source, repository } = await start();
    const revision = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    await sync(repository);
    const gone = AbortSignal.abort();
    const attempts = [
      repository.readBranches(gone),
      repository.fetchRevisions(new Map([["main", "1".repeat(40)]]), gone),
      repository.readChanges(null, revision, selection, gone),
      repository.readFiles(["1".repeat(40)], 1, gone),
      repository.readCommit(revision, gone),
      repository.readAncestry("1".repeat(40), revision, gone),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ kind: "cancelled" });
  });
});
