import { gitHubErrors } from "@lockstep/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { greeter, twoEnvironments } from "./harness/example-manifests.ts";
import { type GitHubInstallation, startGitHubInstallation } from "./harness/github-installation.ts";
import { eventually } from "./harness/lockstep-process.ts";

const names = ["lockstep / validate", "lockstep / plan (staging)", "lockstep / tests"];

let acme: GitHubInstallation;

beforeAll(async () => {
  acme = await startGitHubInstallation({
    files: { ...twoEnvironments, ...greeter("hello", { version: "1.0.0" }) },
    env: { LOCKSTEP_GITHUB_COMMENT: "on" },
  });
  await acme.untilApplied("staging", await acme.repository.git.revisionOf("main"));
});
afterAll(() => acme.stop());

/** Kills the process once GitHub has done something and the answer got lost, so that nobody here knows of it. */
async function crashAfter(operation: string, act: () => Promise<unknown>, isDone: () => boolean) {
  const mend = acme.github.fail({ on: operation, afterEffect: true, answer: gitHubErrors.badGateway() });
  await act();
  await eventually(`${operation} had its effect`, async () => isDone());
  await acme.process.kill();
  mend();
  await acme.restart();
}

test("what GitHub did just before a crash is not done again", async () => {
  const { github, repository } = acme;
  const head = await acme.branchOff("crash", "develop", greeter("crash", { version: "1.0.0" }));
  const open = () => github.openPull(repository, { head: "crash", base: "develop" });
  await crashAfter("checks.create", open, () => acme.checksOn(head).length > 0);
  for (const name of names)
    expect(await acme.untilCheck(head, name)).toMatchObject({ conclusion: "success" });
  await eventually("there is a comment", async () => repository.comments.length > 0);
  expect(acme.checksOn(head)).toHaveLength(names.length);

  const pull = repository.pulls.get(1);
  if (pull === undefined) throw new Error("no pull request was opened");
  let merged = "";
  const merge = async () => (merged = await github.mergePull(repository, pull));
  await crashAfter("repos.create-deployment", merge, () => acme.deploymentStates("staging", merged) !== null);
  await eventually("the deployment is a success", async () =>
    Boolean(acme.deploymentStates("staging", merged)?.includes("success")),
  );
  await eventually("everything was told", async () => {
    const { outbox } = (await acme.call("GET", "/forge")).body.forge;
    return outbox.pending === 0;
  });
  expect(acme.deploymentStates("staging", merged)).toEqual(["queued", "in_progress", "success"]);
  expect(acme.checksOn(head)).toHaveLength(names.length);
  expect(repository.comments).toHaveLength(1);
  expect(github.violations).toEqual([]);
});
