import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { runTestGit } from "@lockstep/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { freePort } from "./harness/installation.ts";
import {
  adminClient,
  eventually,
  type LockstepProcess,
  runCommand,
  startLockstep,
  temporaryDirectory,
} from "./harness/lockstep-process.ts";
import { runOffline } from "./harness/run-offline.ts";

/** What the story's last chapter is called where the demo repository remembers which were told. */
const lastChapter = "ahead";

async function startDemo(dataDirectory: string): Promise<LockstepProcess> {
  return startLockstep({ dataDirectory, port: await freePort(), env: {} });
}

function chaptersOf(dataDirectory: string): readonly string[] {
  const told = join(dataDirectory, "demo.git/refs/story/told");
  return existsSync(told) ? readdirSync(told) : [];
}

const untilTold = (dataDirectory: string) =>
  eventually("the story is told", () => Promise.resolve(chaptersOf(dataDirectory).includes(lastChapter)));

/** What the API lists, all on one page. */
async function list(demo: LockstepProcess, dataDirectory: string, path: string): Promise<any[]> {
  const { body } = await adminClient(demo.url, dataDirectory)("GET", path);
  return body.items;
}

/** Everything that the story leaves, without what differs from start to start. */
async function storyOf(demo: LockstepProcess, dataDirectory: string) {
  const of = (path: string) => list(demo, dataDirectory, path);
  await eventually(
    "every run has ended or asks",
    async () => (await of("/runs?state=queued&state=running")).length === 0,
  );
  const [environments, deploys, runs, approvals, tokens] = await Promise.all([
    of("/environments"),
    of("/deploys?limit=100"),
    of("/runs?limit=100"),
    of("/approvals"),
    of("/tokens"),
  ]);
  return {
    environments: environments.map(({ slug, state }) => `${slug} ${state}`).toSorted(),
    deploys: deploys
      .filter(({ state }) => state !== "superseded")
      .map(({ environment, state, message }) => `${environment} ${state} ${message}`)
      .toSorted(),
    runs: runs
      .map(({ environment, slug, version, status, retryOf }) =>
        [environment, `${slug}@${version}`, status, ...((retryOf ?? null) === null ? [] : ["again"])].join(
          " ",
        ),
      )
      .toSorted(),
    approvals: approvals.map(({ slug, step }) => `${slug} ${step}`),
    tokens: tokens.map(({ name, role }) => `${name} ${role}`).toSorted(),
  };
}

describe("the demo", () => {
  const dataDirectory = temporaryDirectory();
  let demo: LockstepProcess;
  beforeAll(async () => {
    demo = await startDemo(dataDirectory);
    await untilTold(dataDirectory);
  });
  afterAll(() => demo.stop());

  test("opens with a deploy and a step that wait, staging ahead, and runs of every kind", async () => {
    const story = await storyOf(demo, dataDirectory);
    expect(story.environments).toEqual(["production waiting", "staging in-sync"]);
    expect(story.deploys.filter((deploy) => deploy.startsWith("production waiting"))).toHaveLength(1);
    expect(story.deploys.filter((deploy) => deploy.includes(" applied "))).toHaveLength(10);
    expect(story.approvals).toEqual(["refund-approval ask"]);
    expect(story.runs).toEqual(
      expect.arrayContaining([
        "production order-intake@1.0.0 failed",
        "production stock-sync@1.1.0 completed again",
        "production refund-approval@1.0.0 waiting",
        "staging returns-desk@0.1.0 completed",
      ]),
    );
    expect(demo.output()).not.toContain("goes on at the next start");
  });

  test("is the same after kills in the middle of it, and nothing of it happened twice", async () => {
    const killed = temporaryDirectory();
    let again = await startDemo(killed);
    for (let told = 1; !chaptersOf(killed).includes(lastChapter); told += 1) {
      await eventually(`chapter ${told} is told`, () => Promise.resolve(chaptersOf(killed).length >= told));
      await again.kill();
      again = await startDemo(killed);
    }
    try {
      await untilTold(killed);
      expect(await storyOf(again, killed)).toEqual(await storyOf(demo, dataDirectory));
      expect(await runCommand({ dataDirectory: killed, url: again.url }, "verify", "--chain")).toContain(
        "intact",
      );
    } finally {
      await again.stop();
    }
  }, 300_000);

  test("tells no more once somebody else has pushed", async () => {
    const [taken, clone] = [temporaryDirectory(), temporaryDirectory()];
    await runTestGit(taken, ["clone", "--quiet", "--bare", join(dataDirectory, "demo.git"), "demo.git"]);
    await runTestGit(taken, [
      "-C",
      "demo.git",
      "fetch",
      "--quiet",
      join(dataDirectory, "demo.git"),
      "refs/story/commits/*:refs/story/commits/*",
    ]);
    const first = "refs/story/commits/first";
    for (const branch of ["main", "develop"])
      await runTestGit(taken, ["-C", "demo.git", "update-ref", `refs/heads/${branch}`, first]);
    await runTestGit(clone, ["clone", "--quiet", "--branch", "develop", join(taken, "demo.git"), "."]);
    await runTestGit(clone, ["commit", "--quiet", "--allow-empty", "--message", "Mine"]);
    await runTestGit(clone, ["push", "--quiet"]);
    const theirs = await runTestGit(clone, ["rev-parse", "HEAD"]);

    const other = await startDemo(taken);
    try {
      await eventually("it is ready", () => Promise.resolve(other.output().includes("Lockstep is ready")));
      expect(chaptersOf(taken)).toEqual(["first-week"]);
      expect(await runTestGit(taken, ["-C", "demo.git", "rev-parse", "develop"])).toBe(theirs);
    } finally {
      await other.stop();
    }
  });

  test("has pipelines that pass their own tests in every commit of it", async () => {
    const clone = temporaryDirectory();
    await runTestGit(clone, ["clone", "--quiet", join(dataDirectory, "demo.git"), "."]);
    const revisions = await runTestGit(clone, ["rev-list", "origin/develop"]);
    expect(revisions.split("\n")).toHaveLength(7);
    for (const revision of revisions.split("\n")) {
      await runTestGit(clone, ["checkout", "--quiet", revision]);
      const { exitCode, stdout } = await runOffline(["test"], { cwd: clone });
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/\d\d passed in/) });
    }
  });
});
