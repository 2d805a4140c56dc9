import type { DeploymentReport } from "@lockstep/model";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;
let first: string;
let second: string;

beforeEach(async () => {
  on = await startForge();
  first = await on.repository.git.revisionOf("main");
  second = await on.github.push(on.repository, { branch: "main", files: { a: "2\n" } });
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

function report(revision: string, deploy: string, changes: Partial<DeploymentReport> = {}): DeploymentReport {
  return {
    environment: "production",
    revision,
    isProduction: true,
    states: ["queued", "in_progress", "success"],
    description: "d".repeat(200),
    logUrl: `https://lockstep.example.com/deploys/${deploy}`,
    ...changes,
  };
}

const told = () =>
  on.repository.deployments.map(({ sha, environment, statuses }) => [
    sha === first ? "first" : "second",
    environment,
    statuses.map(({ state }) => state).join(" "),
  ]);

test("one deployment goes through its states, however often it is told", async () => {
  await on.forge.publishDeployment(report(first, "1", { states: ["queued"] }), signal);
  await on.forge.publishDeployment(report(first, "1", { states: ["queued", "in_progress"] }), signal);
  await on.another().publishDeployment(report(first, "1"), signal);
  await on.forge.publishDeployment(report(first, "1"), signal);
  expect(told()).toEqual([["first", "production", "queued in_progress success"]]);
});

test.each([
  ["making it", /\/deployments$/],
  ["telling a state", /\/statuses$/],
])("nothing is doubled when the answer to %s is lost", async (_name, where) => {
  const answer = { status: 502, headers: {}, body: { message: "Server Error" } };
  on.github.fail({ on: where, method: "POST", times: 1, answer, afterEffect: true });
  await expect(on.forge.publishDeployment(report(first, "1"), signal)).rejects.toMatchObject({
    kind: "forge-unreachable",
  });
  await on.another().publishDeployment(report(first, "1"), signal);
  expect(told()).toEqual([["first", "production", "queued in_progress success"]]);
});

test("what it took the place of becomes inactive, in the same environment only", async () => {
  await on.forge.publishDeployment(report(first, "1"), signal);
  await on.forge.publishDeployment(report(first, "2", { environment: "staging" }), signal);
  await on.forge.publishDeployment(report(second, "3"), signal);
  // Telling the former one again does not end its successor.
  await on.forge.publishDeployment(report(first, "1"), signal);
  await on.forge.publishDeployment(
    report(first, "1", { states: ["queued", "in_progress", "success", "inactive"] }),
    signal,
  );
  expect(told()).toEqual([
    ["first", "production", expect.stringMatching(/^queued in_progress success inactive\b/)],
    ["first", "staging", "queued in_progress success"],
    ["second", "production", "queued in_progress success"],
  ]);
});

test("a commit that is deployed again is active again", async () => {
  await on.forge.publishDeployment(report(first, "1"), signal);
  await on.forge.publishDeployment(report(second, "2"), signal);
  await on.forge.publishDeployment(report(first, "3"), signal);
  // Late news of the first deploy do not end the third, which is shown in the same place.
  const late = report(first, "1", { states: ["queued", "in_progress", "success", "inactive"] });
  await on.forge.publishDeployment(late, signal);
  expect(told()).toEqual([
    ["first", "production", "queued in_progress success inactive queued in_progress success"],
    ["second", "production", "queued in_progress success inactive"],
  ]);
});

test("the inactive state is made up for when the process stopped before it", async () => {
  await on.forge.publishDeployment(report(first, "1"), signal);
  on.github.fail({ on: /\/statuses$/, method: "POST", after: 3, times: 1, answer: "cut" });
  await expect(on.forge.publishDeployment(report(second, "2"), signal)).rejects.toMatchObject({
    kind: "forge-unreachable",
  });
  await on.another().publishDeployment(report(second, "2"), signal);
  expect(told()).toEqual([
    ["first", "production", "queued in_progress success inactive"],
    ["second", "production", "queued in_progress success"],
  ]);
});

test("deployments of other tools stay as they are", async () => {
  on.repository.deployments.push({
    id: 1,
    sha: first,
    ref: first,
    task: "deploy",
    environment: "production",
    isProduction: true,
    isTransient: false,
    description: null,
    payload: "{}",
    creator: "ada",
    at: on.clock.now(),
    statuses: [
      { id: 2, state: "success", description: "", logUrl: "", environmentUrl: "", at: on.clock.now() },
    ],
  });
  await on.forge.publishDeployment(report(second, "1"), signal);
  expect(told()[0]).toEqual(["first", "production", "success"]);
});
