import { readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Repository } from "@lockstep/model";
import { runTestGit, type TestRepository } from "@lockstep/testkit";
import { describe, expect, test } from "vitest";

import { mirrorFolder } from "./mirror/mirror.ts";
import { never, readTexts, remoteRoads, sync, useWorkbench } from "./roads.fixture.ts";

describe.each(remoteRoads)("the mirror of a repository read $name", (road) => {
  const bench = useWorkbench();
  const mirrorOf = (source: TestRepository) => join(bench().directory, mirrorFolder(source.url));
  const packsOf = async (source: TestRepository, ending: string) => {
    const folder = join(mirrorOf(source), "objects/pack");
    return (await readdir(folder)).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
  };
  const start = async () => {
    const source = await bench().createSource();
    const revision = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    await sync(await bench().open(source, road));
    return { source, revision };
  };
  const recover = async (repository: Repository, revision: string) => {
    const read = async () => {
      await sync(repository);
      return readTexts(repository, revision);
    };
    await expect(read()).rejects.toMatchObject({
      kind: "repository-unreachable",
      message: expect.stringContaining("set aside"),
    });
    return read();
  };

  test("survives what a killed process left behind", async () => {
    const { source, revision } = await start();
    const mirror = mirrorOf(source);
    for (const leftover of [
      "incoming/received.pack",
      "objects/pack/tmp_pack_x",
      "shallow.lock",
      "shallow.new",
      "config",
      "refs/lockstep/abc.lock",
      "refs/lockstep/0000",
    ]) {
      await writeFile(join(mirror, leftover), "half of it");
    }
    const next = await source.commit({ branch: "main", files: { "pipelines/b": "2" } });
    const repository = await bench().open(source, road);
    await sync(repository);
    expect(await readTexts(repository, revision)).toEqual({ "pipelines/a": "1" });
    expect(await readTexts(repository, next)).toEqual({ "pipelines/a": "1", "pipelines/b": "2" });
    expect(await readdir(join(mirror, "incoming"))).toEqual([]);
  });

  test.each([".pack", ".idx"])("is set aside and cloned anew when a %s file is cut off", async (ending) => {
    const { source, revision } = await start();
    for (const path of await packsOf(source, ending)) await truncate(path, 40);
    const repository = await bench().open(source, road);
    expect(await recover(repository, revision)).toEqual({ "pipelines/a": "1" });
  });

  test("does not mind a head whose objects never came", async () => {
    const { source } = await start();
    const lost = join(mirrorOf(source), "refs/lockstep", "a".repeat(40));
    await writeFile(lost, `${"b".repeat(40)}\n`);
    const next = await source.commit({ branch: "main", files: { "pipelines/a": "2" } });
    const repository = await bench().open(source, road);
    await sync(repository);
    expect(await readTexts(repository, next)).toEqual({ "pipelines/a": "2" });
  });

  test("goes on when another road takes over", async () => {
    const { source } = await start();
    for (const [index, other] of [...remoteRoads, ...remoteRoads].entries()) {
      const revision = await source.commit({ branch: "main", files: { "pipelines/a": `${index}` } });
      await source.setBranch(`side-${index}`, revision);
      const repository = await bench().open(source, other);
      await sync(repository);
      expect(await readTexts(repository, revision)).toEqual({ "pipelines/a": `${index}` });
    }
    await runTestGit(mirrorOf(source), ["fsck", "--strict"]);
  });

  test("combines its packs before they pile up", { timeout: 60_000 }, async () => {
    const { source, revision } = await start();
    const repository = await bench().open(source, road);
    for (let index = 0; index < 55; index++) {
      const head = await source.commit({ branch: "main", files: { "pipelines/a": `line\n`.repeat(index) } });
      await repository.fetchRevisions(new Map([["main", head]]), never);
    }
    expect((await packsOf(source, ".pack")).length).toBeLessThan(20);
    const head = await source.revisionOf("main");
    expect(await readTexts(repository, head)).toEqual({ "pipelines/a": "line\n".repeat(54) });
    expect(await repository.readAncestry(revision, head, never)).toBe("ahead");
    await runTestGit(mirrorOf(source), ["fsck", "--strict"]);
  });
});
