import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;

beforeEach(async () => {
  on = await startForge();
  const main = await on.repository.git.revisionOf("main");
  await on.github.push(on.repository, { branch: "develop", parents: [main], files: { "a.json": "1\n" } });
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

const request = { head: "develop", base: "main", title: "Promote staging\nto production", body: "| a |" };

test("opens one, and finds it again instead of opening a second", async () => {
  const opened = await on.forge.openPullRequest(request, signal);
  expect(opened).toMatchObject({
    state: "open",
    title: "Promote staging to production",
    head: { branch: "develop" },
    base: { branch: "main" },
  });
  const again = await on.another().openPullRequest({ ...request, title: "Other words" }, signal);
  expect(again.number).toBe(opened.number);
  expect(on.repository.pulls.size).toBe(1);
  expect(on.repository.pulls.get(opened.number)?.body).toBe("| a |");
});

test("a lost answer opens no second one", async () => {
  on.github.fail({ on: "pulls.create", times: 1, answer: "cut", afterEffect: true });
  await expect(on.forge.openPullRequest(request, signal)).rejects.toMatchObject({
    kind: "forge-unreachable",
  });
  await on.another().openPullRequest(request, signal);
  expect(on.repository.pulls.size).toBe(1);
});

test("a closed one is not taken for an open one, nor that of a fork", async () => {
  const fork = await on.github.fork(on.repository, "mallory");
  await on.github.push(fork, {
    branch: "develop",
    parents: [...fork.refs.values()].slice(0, 1),
    files: { x: "1" },
  });
  await on.github.openPull(on.repository, { head: "mallory:develop", base: "main", user: "mallory" });
  const first = await on.forge.openPullRequest(request, signal);
  expect(first.isFork).toBe(false);
  const pull = on.repository.pulls.get(first.number);
  if (pull !== undefined) await on.github.mergePull(on.repository, pull, { by: "grace" });
  await on.github.push(on.repository, { branch: "develop", files: { "a.json": "2\n" } });
  expect((await on.forge.openPullRequest(request, signal)).number).not.toBe(first.number);
});

test("nothing to merge is said plainly", async () => {
  await on.github.push(on.repository, { branch: "main", files: { "b.json": "1\n" } });
  await expect(
    on.forge.openPullRequest({ ...request, head: "main", base: "develop" }, signal),
  ).resolves.toMatchObject({ state: "open" });
  const main = await on.repository.git.revisionOf("main");
  await on.forge.createBranch({ branch: "same", from: main, files: [], message: "" }, signal);
  await expect(on.forge.openPullRequest({ ...request, head: "same" }, signal)).rejects.toMatchObject({
    kind: "unprocessable",
  });
});
