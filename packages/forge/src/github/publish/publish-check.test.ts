import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  annotations,
  checkReport,
  type ForgeOnGitHub,
  signal,
  startForge,
} from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;
let head: string;

beforeEach(async () => {
  on = await startForge();
  head = await on.repository.git.revisionOf("main");
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

const runs = () => on.repository.checkRuns;
const lines = () => runs().map((run) => run.annotations.map((entry) => entry["start_line"]));
const oneTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("one run says everything, complete at once", async () => {
  const buttons = [
    { label: "Re-validate", description: "Looks again", action: "revalidate" },
    { label: `Bump ${"version ".repeat(9)}`, description: "y".repeat(90), action: "bump-version" },
  ] as const;
  await on.forge.publishCheck(
    checkReport(head, { conclusion: "failure", annotations: annotations(3), buttons }),
    signal,
  );
  expect(runs()).toMatchObject([
    {
      name: "lockstep / validate",
      headSha: head,
      externalId: "sha256:1",
      status: "completed",
      conclusion: "failure",
      detailsUrl: "https://lockstep.example.com/checks/1",
    },
  ]);
  expect(runs()[0]?.actions.map(({ identifier }) => identifier)).toEqual(["revalidate", "bump-version"]);
  expect(lines()).toEqual([[1, 2, 3]]);
});

test("what was reported is not reported again, by nobody", async () => {
  await on.forge.publishCheck(checkReport(head), signal);
  await on.forge.publishCheck(checkReport(head), signal);
  await on.another().publishCheck(checkReport(head), signal);
  expect(runs()).toHaveLength(1);
});

test("a new judgement is a new run of the same name", async () => {
  await on.forge.publishCheck(checkReport(head), signal);
  await on.forge.publishCheck(checkReport(head, { externalId: "sha256:2" }), signal);
  expect(runs().map(({ externalId }) => externalId)).toEqual(["sha256:1", "sha256:2"]);
});

describe("120 problems", () => {
  const report = () => checkReport(head, { conclusion: "failure", annotations: annotations(120) });

  test("come in pages, and the last one ends the run", async () => {
    await on.forge.publishCheck(report(), signal);
    expect(lines()).toEqual([oneTo(120)]);
    expect(runs()).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    expect(on.takeRequests().filter((request) => /^(POST|PATCH) .*check-runs/.test(request))).toHaveLength(3);
  });

  test.each([
    ["the first page", "POST", 0, false],
    ["the first page, which arrived", "POST", 0, true],
    ["the second page", "PATCH", 0, false],
    ["the second page, which arrived", "PATCH", 0, true],
    ["the last page", "PATCH", 1, false],
    ["the last page, which arrived", "PATCH", 1, true],
  ])("are not doubled after a failure at %s", async (_name, method, after, afterEffect) => {
    const badGateway = { status: 502, headers: {}, body: { message: "Server Error" } };
    on.github.fail({ on: /\/check-runs/, method, after, times: 1, answer: badGateway, afterEffect });
    await expect(on.forge.publishCheck(report(), signal)).rejects.toMatchObject({
      kind: "forge-unreachable",
    });
    await on.another().publishCheck(report(), signal);
    expect(lines()).toEqual([oneTo(120)]);
    expect(runs()).toMatchObject([{ status: "completed", conclusion: "failure" }]);
  });

  test("of an older judgement that nobody goes on with are closed", async () => {
    on.github.fail({ on: /\/check-runs\//, method: "PATCH", times: 1, answer: "cut" });
    await expect(on.forge.publishCheck(report(), signal)).rejects.toMatchObject({
      kind: "forge-unreachable",
    });
    await on.forge.publishCheck(checkReport(head, { externalId: "sha256:2" }), signal);
    expect(runs()).toMatchObject([
      { externalId: "sha256:1", status: "completed", conclusion: "timed_out" },
      { externalId: "sha256:2", status: "completed", conclusion: "success" },
    ]);
  });
});

test("texts are cut to what GitHub takes", async () => {
  const long = "```mermaid\n".concat("a line of a picture\n".repeat(5000));
  const report = checkReport(head, {
    title: `${"t".repeat(200)}\nsecond`,
    summary: long,
    text: long,
    annotations: annotations(1).map((one) => ({
      ...one,
      title: "x".repeat(300),
      message: "m".repeat(70_000),
    })),
  });
  await on.forge.publishCheck(report, signal);
  const [run] = runs();
  expect(run?.title?.length).toBeLessThanOrEqual(140);
  expect(run?.summary?.length).toBeLessThanOrEqual(65_000);
  expect(String(run?.annotations[0]?.["title"]).length).toBe(255);
  expect(run?.text).toMatch(/\n```\n\n… cut: too long for GitHub\.$/);
});

test("checks of others are left alone", async () => {
  const foreign = on.github.addForeignCheck(on.repository, {
    name: "lockstep / validate",
    headSha: head,
    conclusion: null,
  });
  await on.forge.publishCheck(checkReport(head), signal);
  expect(foreign.status).toBe("in_progress");
  expect(runs()).toHaveLength(2);
});

test("a token makes a commit status instead, once", async () => {
  const token = on.github.createUserToken("robot");
  on.github.setPermission(on.repository, "robot", "write");
  const forge = on.another({ signIn: { kind: "token", token } });
  expect(forge.capabilities.checks).toBe(false);
  const failed = checkReport(head, { conclusion: "failure", title: "2 problems" });
  await forge.publishCheck(failed, signal);
  await forge.publishCheck(failed, signal);
  await forge.publishCheck(checkReport(head), signal);
  expect(
    on.repository.statuses.map(({ state, context, description }) => [state, context, description]),
  ).toEqual([
    ["failure", "lockstep / validate", "2 problems"],
    ["success", "lockstep / validate", "3 pipelines are valid"],
  ]);
});
