import { Octokit } from "@octokit/rest";
import { createAppAuth } from "@octokit/auth-app";
import { afterEach, beforeEach, expect, it } from "vitest";

import { type FakeGitHub, startFakeGitHub } from "./fake-github.ts";
import type { FakeRepository } from "./github-state.ts";
import type { FakeDelivery } from "./webhook-hub.ts";

const at = { owner: "acme", repo: "pipelines" };

let github: FakeGitHub;
let repository: FakeRepository;
let sent: FakeDelivery[];

beforeEach(async () => {
  sent = [];
  const send = async (delivery: FakeDelivery) => {
    sent.push(delivery);
    return 202;
  };
  github = await startFakeGitHub({ webhook: { send, secret: "s" } });
  repository = await github.createRepository("acme/pipelines", { files: { "a.json": "1\n" } });
});

afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});

function appOctokit(): Octokit {
  const { app, installation } = github.state;
  return new Octokit({
    baseUrl: github.url,
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey: app.privateKey, installationId: installation.id },
  });
}

it("computes the merge after some reads and again when the base moves", async () => {
  const octokit = appOctokit();
  await github.push(repository, { branch: "feature", parents: [await repository.git.revisionOf("main")], files: { "b.json": "1\n" } });
  const { number } = await github.openPull(repository, { head: "feature", base: "main" });
  const read = async () => (await octokit.pulls.get({ ...at, pull_number: number })).data;
  expect((await read()).mergeable).toBeNull();
  const ready = await read();
  expect(ready.mergeable).toBe(true);
  expect(ready.merge_commit_sha).toBe(await repository.git.git("rev-parse", `refs/pull/${number}/merge`));
  await github.push(repository, { branch: "main", files: { "b.json": "2\n" } });
  expect((await read()).mergeable).toBeNull();
  expect((await read()).mergeable).toBe(false);
});
