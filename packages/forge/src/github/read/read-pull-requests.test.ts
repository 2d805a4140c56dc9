import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;

beforeEach(async () => {
  on = await startForge();
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

async function openPull(branch: string, options: { isDraft?: boolean } = {}) {
  const main = await on.repository.git.revisionOf("main");
  await on.github.push(on.repository, { branch, parents: [main], files: { [branch]: "1\n" } });
  return await on.github.openPull(on.repository, { head: branch, base: "main", title: branch, ...options });
}

describe("open pull requests", () => {
  test("are listed with heads in forks, drafts and odd branches", async () => {
    await openPull("ada/fix#1", { isDraft: true });
    const fork = await on.github.fork(on.repository, "eve");
    const parents = [await fork.git.revisionOf("main")];
    await on.github.push(fork, { branch: "hack", parents, files: { b: "1\n" } });
    await on.github.openPull(on.repository, { head: "eve:hack", base: "main", user: "eve" });
    const closed = await openPull("closed");
    await on.github.editPull(on.repository, closed, { state: "closed" });
    const listed = await on.forge.listOpenPullRequests(signal);
    expect(listed).toMatchObject([
      { number: 1, isDraft: true, isFork: false, head: { branch: "ada/fix#1" }, author: "github:ada" },
      { number: 2, isDraft: false, isFork: true, head: { branch: "hack" }, author: "github:eve" },
    ]);
  });

  test("cost nothing while nothing changed", async () => {
    await openPull("one");
    const before = await on.forge.listOpenPullRequests(signal);
    const { rate } = on.forge.status();
    expect(await on.forge.listOpenPullRequests(signal)).toEqual(before);
    expect(on.forge.status()).toMatchObject({ rate, fault: null });
    await openPull("two");
    expect(await on.forge.listOpenPullRequests(signal)).toHaveLength(2);
    expect(on.forge.status().rate?.remaining).toBeLessThan(rate?.remaining ?? 0);
  });
});

describe("one pull request", () => {
  test("is read until GitHub knows whether it can be merged", async () => {
    const { number } = await openPull("one");
    expect(await on.forge.readPullRequest(number, signal)).toMatchObject({
      isMergeable: null,
      mergeRevision: null,
    });
    const merge = await on.repository.git.git("rev-parse", `refs/pull/${number}/merge`);
    expect(await on.forge.readPullRequest(number, signal)).toMatchObject({
      state: "open",
      isMergeable: true,
      mergeRevision: merge,
    });
  });

  test("that is not there is null", async () => {
    expect(await on.forge.readPullRequest(99, signal)).toBeNull();
    expect(on.forge.status().fault).toBeNull();
  });
});

describe("how a commit came in", () => {
  test("is who merged it, who reviewed it and which checks it had", async () => {
    const pull = await openPull("one");
    const review = (user: string, state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED") =>
      on.github.reviewPull(on.repository, pull, { user, state });
    review("bob", "CHANGES_REQUESTED");
    review("bob", "APPROVED");
    review("bob", "COMMENTED");
    review("cleo", "COMMENTED");
    on.github.addForeignCheck(on.repository, {
      name: "build",
      headSha: pull.head.sha,
      conclusion: "success",
    });
    on.github.addForeignCheck(on.repository, { name: "slow", headSha: pull.head.sha, conclusion: null });
    on.clock.time += 60_000;
    const merged = await on.github.mergePull(on.repository, pull, { by: "bob", method: "squash" });
    on.clock.time += 60_000;
    review("dan", "APPROVED");
    on.github.addForeignCheck(on.repository, { name: "late", headSha: pull.head.sha, conclusion: "success" });

    const evidence = await on.forge.readMergeEvidence(merged, signal);
    expect(evidence?.pullRequest).toMatchObject({
      number: pull.number,
      state: "merged",
      mergedBy: "github:bob",
      mergeRevision: merged,
      mergedAt: "2026-02-03T10:01:00.000Z",
    });
    expect(evidence?.reviews.map(({ reviewer, verdict }) => [reviewer, verdict])).toEqual([
      ["github:bob", "approved"],
      ["github:cleo", "commented"],
    ]);
    expect(evidence?.checks.map(({ name, outcome }) => [name, outcome]).sort()).toEqual([
      ["build", "success"],
      ["slow", "pending"],
    ]);
  });

  test("is unknown for a commit that was pushed", async () => {
    expect(await on.forge.readMergeEvidence(await on.repository.git.revisionOf("main"), signal)).toBeNull();
    await openPull("open");
    const head = await on.repository.git.revisionOf("open");
    expect(await on.forge.readMergeEvidence(head, signal)).toBeNull();
  });
});

test.each([
  ["ada", "admin"],
  ["bob", "write"],
  ["cleo", "read"],
] as const)("%s may %s", async (login, permission) => {
  on.github.setPermission(on.repository, login, permission);
  expect(await on.forge.readPermission(login, signal)).toBe(permission);
});

test("an account that is not there may nothing", async () => {
  expect(await on.forge.readPermission("nobody", signal)).toBe("none");
});
