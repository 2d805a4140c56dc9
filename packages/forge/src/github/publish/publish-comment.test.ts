import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;
let pullRequest: number;

beforeEach(async () => {
  on = await startForge();
  const main = await on.repository.git.revisionOf("main");
  await on.github.push(on.repository, { branch: "fix", parents: [main], files: { a: "1\n" } });
  pullRequest = (await on.github.openPull(on.repository, { head: "fix", base: "main" })).number;
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

test("one comment is edited in place, and only when it says something else", async () => {
  await on.forge.publishComment({ pullRequest, body: "one" }, signal);
  await on.forge.publishComment({ pullRequest, body: "one" }, signal);
  await on.another().publishComment({ pullRequest, body: "two" }, signal);
  expect(on.repository.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(/^<!-- .* -->\ntwo$/),
  ]);
  const writes = on.takeRequests().filter((request) => /^(POST|PATCH) .*comments/.test(request));
  expect(writes).toHaveLength(2);
});

test("a lost answer makes no second comment", async () => {
  const answer = { status: 502, headers: {}, body: { message: "Server Error" } };
  on.github.fail({ on: /\/comments$/, method: "POST", times: 1, answer, afterEffect: true });
  await expect(on.forge.publishComment({ pullRequest, body: "one" }, signal)).rejects.toMatchObject({
    kind: "forge-unreachable",
  });
  await on.forge.publishComment({ pullRequest, body: "one" }, signal);
  expect(on.repository.comments).toHaveLength(1);
});

test("a copy of the marker by somebody else is not ours", async () => {
  await on.forge.publishComment({ pullRequest, body: "one" }, signal);
  const [own] = on.repository.comments;
  const copy = {
    ...on.repository.comments[0],
    id: 1,
    issue: pullRequest,
    body: own?.body ?? "",
    user: "eve",
    byApp: false,
  };
  on.repository.comments.length = 0;
  on.repository.comments.push({ ...copy, createdAt: on.clock.now(), updatedAt: on.clock.now() });
  await on.forge.publishComment({ pullRequest, body: "two" }, signal);
  expect(on.repository.comments.map(({ user, body }) => [user, body.split("\n")[1]])).toEqual([
    ["eve", "one"],
    [expect.stringContaining("[bot]"), "two"],
  ]);
});

test("a comment that is too long is cut", async () => {
  await on.forge.publishComment({ pullRequest, body: "line\n".repeat(20_000) }, signal);
  expect(on.repository.comments[0]?.body.length).toBeLessThan(65_536);
});

test("with a token the account's own comment is found", async () => {
  on.github.setPermission(on.repository, "robot", "write");
  const forge = on.another({ signIn: { kind: "token", token: on.github.createUserToken("robot") } });
  await forge.publishComment({ pullRequest, body: "one" }, signal);
  await forge.publishComment({ pullRequest, body: "two" }, signal);
  expect(on.repository.comments).toHaveLength(1);
});
