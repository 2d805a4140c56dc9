import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

const branch = "lockstep/promote-staging#1";

let on: ForgeOnGitHub;
let from: string;

beforeEach(async () => {
  on = await startForge();
  from = await on.github.push(on.repository, {
    branch: "main",
    files: { "a/b.json": "1\n", "a/c.json": "1\n" },
  });
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

const wanted = () => ({
  branch,
  from,
  files: [
    { path: "a/b.json", text: "2\n" },
    { path: "a/c.json", text: null },
    { path: "d/é e.json", text: "3\n" },
  ],
  message: "Promote two pipelines",
});

const headOf = (name: string) => on.repository.git.revisionOf(`refs/heads/${name}`);

test("a branch holds the revision's files with those that were changed and removed", async () => {
  const revision = await on.forge.createBranch(wanted(), signal);
  expect(await headOf(branch)).toBe(revision);
  expect(await on.repository.git.git("rev-parse", `${revision}^`)).toBe(from);
  const names = await on.repository.git.git(
    "-c",
    "core.quotePath=false",
    "ls-tree",
    "-r",
    "--name-only",
    revision,
  );
  expect(names.split("\n")).toEqual(["README.md", "a/b.json", "d/é e.json"]);
  expect(await on.repository.git.git("show", `${revision}:a/b.json`)).toBe("2");
});

test("without files it begins at the revision itself", async () => {
  const bare = { ...wanted(), files: [] };
  expect(await on.forge.createBranch(bare, signal)).toBe(from);
  expect(await headOf(branch)).toBe(from);
  expect(await on.another().createBranch(bare, signal)).toBe(from);
  await on.github.push(on.repository, { branch, files: { "a/b.json": "9\n" } });
  await expect(on.forge.createBranch(bare, signal)).rejects.toMatchObject({ kind: "conflict" });
});

test.each(["git.create-tree", "git.create-commit", "git.create-ref"])(
  "asking again after the answer of %s was lost gives the same single commit",
  async (operation) => {
    on.github.fail({ on: operation, times: 1, answer: "cut", afterEffect: true });
    await expect(on.forge.createBranch(wanted(), signal)).rejects.toMatchObject({
      kind: "forge-unreachable",
    });
    const revision = await on.another().createBranch(wanted(), signal);
    expect(await on.forge.createBranch(wanted(), signal)).toBe(revision);
    expect(await on.repository.git.git("rev-list", "--count", `${from}..${branch}`)).toBe("1");
  },
);

test("a branch of that name with anything else is a conflict and stays as it is", async () => {
  const other = await on.forge.createBranch({ ...wanted(), message: "Something else" }, signal);
  await expect(on.forge.createBranch(wanted(), signal)).rejects.toMatchObject({ kind: "conflict" });
  expect(await headOf(branch)).toBe(other);
});

test("of two that make the same branch at once both get its one commit", async () => {
  const bare = { ...wanted(), files: [] };
  const both = await Promise.all([on.forge, on.another()].map((forge) => forge.createBranch(bare, signal)));
  expect(both).toEqual([from, from]);
});
