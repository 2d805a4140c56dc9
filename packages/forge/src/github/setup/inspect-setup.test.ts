import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;

beforeEach(async () => {
  on = await startForge();
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

const plan = "lockstep / plan (production)";
const states = async (forge = on.forge) => {
  const findings = await forge.inspect(signal);
  for (const { state, next } of findings) expect(next === null).toBe(state === "ok");
  return Object.fromEntries(findings.map(({ subject, state }) => [subject, state]));
};

test("everything is as it should be", async () => {
  on.github.setRequiredChecks(on.repository, "main", ["lockstep / validate", plan]);
  on.github.webhooks.configure({ url: "https://lockstep.example.com/hook", send: async () => 202 });
  on.github.ping();
  await on.github.webhooks.settled();
  const requiredChecks = () => [
    { branch: "main", name: "lockstep / validate" },
    { branch: "main", name: plan },
  ];
  const found = await states(on.another({ requiredChecks }));
  expect(found).toMatchObject({ "permission:checks": "ok", "event:merge_group": "ok", webhook: "ok" });
  expect(new Set(Object.values(found))).toEqual(new Set(["ok"]));
});

test("what is missing is named", async () => {
  Object.assign(on.github.state.installation, {
    permissions: {
      metadata: "read",
      contents: "read",
      checks: "read",
      pull_requests: "write",
      deployments: "write",
    },
  });
  const unset = { content_type: "json", insecure_ssl: "0" };
  const headers = { "content-type": "application/json" };
  on.github.fail({ on: "/app/hook/config", answer: { status: 200, headers, body: unset } });
  Object.assign(on.github.state.app, { events: ["push", "pull_request"] });
  expect(await states()).toMatchObject({
    "permission:contents": "missing",
    "permission:checks": "missing",
    "permission:merge_queues": "missing",
    "permission:pull_requests": "ok",
    "event:check_run": "missing",
    "event:push": "ok",
    webhook: "missing",
    "required-check:lockstep / validate": "missing",
  });
});

test("a webhook that does not arrive, and rules that cannot be read", async () => {
  on.github.webhooks.configure({ url: "https://lockstep.example.com/hook", send: async () => 404 });
  on.github.ping();
  await on.github.webhooks.settled();
  on.github.fail({ on: /\/rules\//, answer: { status: 403, headers: {}, body: { message: "no" } } });
  expect(await states()).toMatchObject({
    webhook: "missing",
    "required-check:lockstep / validate": "unknown",
  });
});

test("an App that is not installed is the only finding", async () => {
  on.github.setInstallation("deleted");
  expect(await states()).toEqual({ installation: "missing" });
});

test("a token lacks checks", async () => {
  on.github.setPermission(on.repository, "robot", "write");
  const forge = on.another({ signIn: { kind: "token", token: on.github.createUserToken("robot") } });
  expect(await states(forge)).toMatchObject({ "permission:checks": "missing" });
});
