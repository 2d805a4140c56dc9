import { describe, expect, test } from "vitest";

import { never, roads, sync, useWorkbench } from "./roads.fixture.ts";

const workbench = useWorkbench();

describe.each(roads)("first parents, $name", (road) => {
  async function start() {
    const bench = workbench();
    const source = await bench.createSource();
    const repository = await bench.open(source, road);
    const between = async (from: string | null, to: string, limit = 100) =>
      (await repository.readFirstParents(from, to, limit, never)).map(({ revision }) => revision);
    return { source, repository, between };
  }

  test("are found below what was fetched first, merges counted once, with their bytes", async () => {
    const { source, repository, between } = await start();
    const first = await source.commit({ branch: "main", files: { a: "1" } });
    const second = await source.commit({ branch: "main", files: { a: "2" } });
    await source.commit({ branch: "side", files: { b: "1" }, parents: [first] });
    const merge = await source.merge("main", ["side"]);
    const last = await source.commit({ branch: "main", files: { a: "3" } });
    await sync(repository);
    expect(await between(last, last)).toEqual([]);
    expect(await between(null, last)).toEqual([last]);
    expect(await between(first, last)).toEqual([last, merge, second]);
    const [commit] = await repository.readFirstParents(merge, last, 100, never);
    expect(
      Buffer.from(commit?.bytes ?? [])
        .toString("utf8")
        .trim(),
    ).toBe(await source.git("cat-file", "commit", last));
    // What it compares with is readable afterwards, whatever a first fetch brought.
    expect((await repository.readCommit(first, never)).revision).toBe(first);
    await expect(between(first, last, 2)).rejects.toMatchObject({ kind: "limit-exceeded" });
  });

  test("count all of a branch that merged the other one into itself", async () => {
    const { source, repository, between } = await start();
    const root = await source.commit({ branch: "main", files: { a: "1" } });
    const applied = await source.commit({ branch: "main", files: { a: "2" } });
    const own = await source.commit({ branch: "topic", files: { b: "1" }, parents: [root] });
    const merge = await source.merge("topic", ["main"]);
    await sync(repository);
    expect(await between(applied, merge)).toEqual([merge, own]);
  });

  test("count everything when what they begin at was rewritten away", async () => {
    const { source, repository, between } = await start();
    const root = await source.commit({ branch: "main", files: { a: "1" }, parents: [] });
    const last = await source.commit({ branch: "main", files: { a: "2" } });
    await sync(repository);
    expect(await between("1".repeat(40), last)).toEqual([last, root]);
  });
});

describe.each(roads)("what one commit contains and another does not, $name", (road) => {
  test("is found below what was fetched first, whatever parents lead to it", async () => {
    const bench = workbench();
    const source = await bench.createSource();
    const repository = await bench.open(source, road);
    const contained = async (from: string | null, to: string, limit = 100) =>
      (await repository.readContained(from, to, limit, never)).map(({ revision }) => revision).toSorted();
    const first = await source.commit({ branch: "main", files: { a: "1" } });
    const second = await source.commit({ branch: "main", files: { a: "2" } });
    const side = await source.commit({ branch: "side", files: { b: "1" }, parents: [first] });
    const merge = await source.merge("main", ["side"]);
    const last = await source.commit({ branch: "main", files: { a: "3" } });
    await sync(repository);
    expect(await contained(last, last)).toEqual([]);
    expect(await contained(null, last)).toEqual([last]);
    expect(await contained(second, last)).toEqual([side, merge, last].toSorted());
    expect(await contained(first, last)).toEqual([second, side, merge, last].toSorted());
    expect(await contained("1".repeat(40), merge)).toEqual(expect.arrayContaining([first, side]));
    await expect(contained(first, last, 3)).rejects.toMatchObject({ kind: "limit-exceeded" });
  });
});
