import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

const branch = "ada/fix#1";

let on: ForgeOnGitHub;
let expectedHead: string;

beforeEach(async () => {
  on = await startForge();
  const main = await on.repository.git.revisionOf("main");
  expectedHead = await on.github.push(on.repository, {
    branch,
    parents: [main],
    files: { "a/b.json": "1\n" },
  });
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

const commit = () => ({
  branch,
  expectedHead,
  files: [{ path: "a/b.json", text: "2\n" }],
  message: "Bump a version",
});

test("one commit on the branch holds the files, and keeps the others", async () => {
  const revision = await on.forge.commitFiles(commit(), signal);
  expect(await on.repository.git.revisionOf(`refs/heads/${branch}`)).toBe(revision);
  expect(await on.repository.git.git("rev-parse", `${revision}^`)).toBe(expectedHead);
  expect(await on.repository.git.git("show", `${revision}:a/b.json`)).toBe("2");
  expect(await on.repository.git.git("show", `${revision}:README.md`)).toBe("flows");
});

test("a branch that moved is a conflict, before and while it is written", async () => {
  on.github.fail({ on: /\/git\/commits$/, method: "POST", times: 1, answer: "cut", afterEffect: true });
  await expect(on.forge.commitFiles(commit(), signal)).rejects.toMatchObject({ kind: "forge-unreachable" });
  const moved = await on.github.push(on.repository, { branch, files: { c: "3\n" } });
  await expect(on.forge.commitFiles(commit(), signal)).rejects.toMatchObject({ kind: "conflict" });
  expect(await on.repository.git.revisionOf(`refs/heads/${branch}`)).toBe(moved);
});

test("a lost answer makes no second commit", async () => {
  on.github.fail({ on: /\/git\/refs\//, method: "PATCH", times: 1, answer: "cut", afterEffect: true });
  await expect(on.forge.commitFiles(commit(), signal)).rejects.toMatchObject({ kind: "forge-unreachable" });
  const revision = await on.another().commitFiles(commit(), signal);
  expect(await on.repository.git.git("rev-list", "--count", `${expectedHead}..${revision}`)).toBe("1");
});
