import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  type Controller,
  createController,
  createForgeLoop,
  createRepositorySource,
  type ForgeLoop,
} from "@lockstep/controller";
import { createGitHubForge } from "@lockstep/forge";
import { openRepository } from "@lockstep/git";
import { type OrgStore, type SecretSource, systemClock } from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { type FakeGitHub, type FakeRepository, startFakeGitHub } from "@lockstep/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";

import { runPipelineTests } from "./run-pipeline-tests.ts";

let github: FakeGitHub;
let repository: FakeRepository;
let directory: string;
let store: OrgStore;
let controller: Controller;
let loop: ForgeLoop;
let time: number;
let closeSource: () => Promise<void>;

function greeter(version: string, text: string): Record<string, string> {
  const steps = [{ id: "greet", type: "set", with: { values: { text } } }];
  const manifest = { apiVersion: "lockstep/v1", kind: "Pipeline", slug: "hello", version, steps };
  return { "pipelines/hello.pipeline.json": JSON.stringify(manifest, null, 2) };
}

function environment(slug: string, tier: string, branch: string): Record<string, string> {
  const teams = { shared: { queue: "shared" } };
  const strict = { mode: "strict", semver: "enforce" };
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug,
    tier,
    source: { branch },
    immutability: strict,
    teams,
    fallbackTeam: "shared",
  };
  return { [`environments/${slug}.json`]: JSON.stringify(manifest) };
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lockstep-forge-loop-"));
  time = systemClock.now();
  const clock = { now: () => time };
  github = await startFakeGitHub({ now: clock.now });
  repository = await github.createRepository("acme/flows", {
    files: {
      ...environment("staging", "staging", "develop"),
      ...environment("production", "production", "main"),
      ...greeter("1.0.0", "Hello"),
    },
    permissions: { ada: "write" },
  });
  await repository.git.setBranch("develop", await repository.git.revisionOf("refs/heads/main"));
  await github.sync(repository);
  let made = 0;
  const ids = { next: () => `id-${String((made += 1)).padStart(6, "0")}` };
  store = await openStore({ url: null, file: join(directory, "org.sqlite"), salt: "salt", ids, clock });
  const { app } = github.state;
  const forge = createGitHubForge({
    repositoryUrl: `${github.origin}/acme/flows.git`,
    apiUrl: github.url,
    signIn: { kind: "app", appId: String(app.id), privateKey: app.privateKey },
    clock,
    writesPerMinute: 600_000,
    repeatAfterMs: 0,
  });
  const git = await openRepository({
    location: `${github.origin}/acme/flows.git`,
    directory: join(directory, "mirror"),
    token: null,
    native: "off",
  });
  const source = createRepositorySource(git);
  closeSource = () => source.close();
  const secrets: SecretSource = { resolve: () => Promise.reject(new Error("there are none")) };
  const deps = {
    store,
    source,
    secrets,
    forge,
    clock,
    ids,
    timer: { after: () => () => {} },
    random: () => 0,
    holder: "first",
    controlBranch: "main",
    pollMs: 1_000,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    onReconciled: () => {},
    runTests: runPipelineTests,
    startRun: () => Promise.reject(new Error("nothing is started here")),
  };
  controller = createController(deps);
  loop = createForgeLoop({
    ...deps,
    publicUrl: "https://lockstep.example.com",
    isCommenting: true,
  });
  await settle();
});

afterEach(async () => {
  const violations = [...github.violations];
  await loop.stop();
  await controller.stop();
  await closeSource();
  await store.close();
  await github.close();
  await rm(directory, { recursive: true });
  expect(violations).toEqual([]);
});

/** GitHub needs some reads to know what merging would make; time passes meanwhile. */
async function settle(): Promise<void> {
  await controller.reconcile();
  for (let look = 0; look < 4; look += 1) {
    await loop.reconcile();
    time += 5_000;
  }
}

const checksOn = (sha: string) =>
  repository.checkRuns
    .filter(({ headSha }) => headSha === sha)
    .map(({ name, conclusion }) => `${name}: ${conclusion}`);

test(
  "from a broken pull request over a mended one to a deployment, as GitHub shows it",
  { timeout: 60_000 },
  async () => {
    await repository.git.setBranch("topic/#1", await repository.git.revisionOf("refs/heads/develop"));
    await github.sync(repository);
    const broken = await github.push(repository, {
      branch: "topic/#1",
      files: { "pipelines/hello.pipeline.json": '{\n  "slug": 7\n}\n' },
    });
    const pull = await github.openPull(repository, { head: "topic/#1", base: "develop" });
    await settle();
    expect(checksOn(broken).toSorted()).toEqual([
      "lockstep / plan (staging): failure",
      "lockstep / tests: failure",
      "lockstep / validate: failure",
    ]);

    const mended = await github.push(repository, { branch: "topic/#1", files: greeter("1.0.1", "Hi") });
    await settle();
    expect(checksOn(mended).toSorted()).toEqual([
      "lockstep / plan (staging): success",
      "lockstep / tests: success",
      "lockstep / validate: success",
    ]);

    const merged = await github.mergePull(repository, pull, { by: "ada" });
    await settle();
    const deployment = repository.deployments.find(({ sha }) => sha === merged);
    expect(deployment).toMatchObject({ environment: "staging" });
    expect(deployment?.statuses.map(({ state }) => state)).toEqual(["queued", "in_progress", "success"]);
    const records = await store.ledger.list("staging", 1, 100);
    expect(records.at(-1)?.body["evidence"]).toMatchObject({ pullRequest: { number: pull.number } });
    expect((await store.outbox.counts()).pending).toBe(0);
    expect((await store.outbox.counts()).dead).toBe(0);
  },
);
