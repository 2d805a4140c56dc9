import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createTestRepository, openTestRepository, runTestGit, type TestRepository } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openRepository } from "./open-repository.ts";
import { never, readTexts, sync } from "./roads.fixture.ts";

describe("a repository on this machine", () => {
  let directory = "";
  let bare: TestRepository;
  let revision = "";
  const open = (location: string) =>
    openRepository({ location, directory: join(directory, "unused"), token: null, native: "auto" });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "lockstep-local-"));
    bare = await createTestRepository(join(directory, "bare.git"));
    revision = await bare.commit({ branch: "main", files: { "pipelines/a": "1" } });
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const readsIt = async (location: string) => {
    const repository = await open(location);
    expect((await sync(repository)).get("main")).toBe(revision);
    expect(await readTexts(repository, revision)).toEqual({ "pipelines/a": "1" });
    await repository.close();
  };

  test("is read from a bare repository, by path or file address", async () => {
    await readsIt(bare.directory);
    await readsIt(`file://${bare.directory}`);
  });

  test("is read from a work tree, and from one whose .git is a file", async () => {
    const tree = join(directory, "tree");
    await runTestGit(directory, ["clone", "--quiet", "--no-local", bare.directory, tree]);
    await readsIt(tree);
    const apart = join(directory, "apart");
    const args = ["clone", "--quiet", "--no-local", "--separate-git-dir", join(directory, "apart-git")];
    await runTestGit(directory, [...args, bare.directory, apart]);
    await readsIt(apart);
    const linked = join(directory, "linked");
    await openTestRepository(tree).git("worktree", "add", "--quiet", "--detach", linked);
    await readsIt(linked);
  });

  test("sees a branch that is packed, moved or deleted by its owner", async () => {
    const source = await createTestRepository(join(directory, "owner.git"));
    const first = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    await source.setBranch("side", first);
    const repository = await open(source.directory);
    await source.git("pack-refs", "--all");
    expect(await repository.readBranches(never)).toEqual(
      new Map([
        ["main", first],
        ["side", first],
      ]),
    );
    const second = await source.commit({ branch: "main", files: { "pipelines/a": "2" } });
    await source.deleteBranch("side");
    await source.git("symbolic-ref", "refs/heads/alias", "refs/heads/main");
    expect(await repository.readBranches(never)).toEqual(
      new Map([
        ["main", second],
        ["alias", second],
      ]),
    );
  });

  test("is unreachable, not empty, when it is gone", async () => {
    const source = await createTestRepository(join(directory, "gone.git"));
    await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    const repository = await open(source.directory);
    await rm(join(source.directory, "refs"), { recursive: true });
    await expect(repository.readBranches(never)).rejects.toMatchObject({ kind: "repository-unreachable" });
    await rm(source.directory, { recursive: true });
    await expect(repository.readBranches(never)).rejects.toMatchObject({ kind: "repository-unreachable" });
  });

  test("is refused where there is none", async () => {
    const empty = join(directory, "empty");
    await mkdir(empty);
    for (const path of [empty, join(directory, "missing")]) {
      await expect(open(path)).rejects.toMatchObject({
        kind: "configuration-invalid",
        message: expect.stringContaining(path),
      });
    }
  });

  test("is refused by name when it is kept in a way that cannot be read", async () => {
    const sha256 = await createTestRepository(join(directory, "sha256.git"), "", "sha256");
    await expect(open(sha256.directory)).rejects.toThrow(/SHA-256/);
    const borrower = join(directory, "borrower.git");
    await runTestGit(directory, ["clone", "--quiet", "--bare", "--shared", bare.directory, borrower]);
    await expect(open(borrower)).rejects.toThrow(/alternates/);
    const tables = await createTestRepository(join(directory, "reftable.git"));
    await writeFile(join(tables.directory, "config"), "[extensions]\n\trefStorage = reftable\n");
    await expect(open(tables.directory)).rejects.toThrow(/reftable/);
  });

  test("is told from a damaged one", async () => {
    const source = await createTestRepository(join(directory, "damaged.git"));
    const head = await source.commit({ branch: "main", files: { "pipelines/a": "1" } });
    const blob = await source.git("rev-parse", "main:pipelines/a");
    await rm(join(source.directory, "objects", blob.slice(0, 2), blob.slice(2)));
    const repository = await open(source.directory);
    await expect(readTexts(repository, head)).rejects.toMatchObject({ kind: "repository-invalid" });
  });
});
