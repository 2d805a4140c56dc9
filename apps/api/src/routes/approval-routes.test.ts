import type { Json, StepAttempt } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { approvalForm as form, askApproval } from "../testing/ask-approval.ts";
import { claimRun } from "../testing/end-run.ts";
import { bodyOf, openTestApi, type RequestOptions, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;
let run: string;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  const pipelines = [compiledPipeline("greet")];
  await seedDeploy(org.store, { id: "deploy-1", environment: "staging", pipelines, state: "applied" });
  const path = "/api/v1/environments/staging/pipelines/greet/run";
  const started = await bodyOf<{ run: { id: string } }>(org.request(path, { method: "POST", as: "runner" }));
  run = started.run.id;
});
afterEach(() => org.close());

const ask = (...items: readonly Partial<StepAttempt>[]) => askApproval(org.store, ...items);

const complete = (body: Json, options: RequestOptions = {}, step = "ask") =>
  org.request(`/api/v1/runs/${run}/steps/${step}/complete`, {
    method: "POST",
    as: "approver",
    body,
    ...options,
  });

const value = { approved: true, note: "Fine." };

describe("answering an approval step", () => {
  test("keeps the answer with its defaults and who gave it, and makes the run due", async () => {
    await ask({});
    const response = await complete({ value });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      run: { id: run, status: "waiting" },
      step: { step: "ask", status: "waiting", repliedBy: "token:approver", repliedAt: expect.any(String) },
    });
    const { attempts } = await claimRun(org.store);
    expect(attempts[0]?.reply?.result).toEqual({ output: { ...value, tier: "low" } });
  });

  test("lists every error of a value that does not fit, and still waits", async () => {
    await ask({});
    const response = await complete({ value: { approved: "yes", extra: 1 } });
    expect(response.status).toBe(400);
    const { errors } = await bodyOf<{ errors: { path: string }[] }>(response);
    expect(errors.map(({ path }) => path).toSorted()).toEqual(["/approved", "/extra", "/note"]);
    expect((await complete({ value })).status).toBe(200);
  });

  test("takes the first of many answers; the others are a conflict", async () => {
    await ask({});
    const responses = await Promise.all(Array.from({ length: 5 }, () => complete({ value })));
    expect(responses.map(({ status }) => String(status)).toSorted()).toEqual([
      "200",
      ...Array<string>(4).fill("409"),
    ]);
    expect(await (await complete({ value })).json()).toMatchObject({ code: "STEP_ANSWERED" });
  });

  test("is for approvers and for whom the step names", async () => {
    await ask({});
    for (const as of ["viewer", "deployer"] as const) {
      const response = await complete({ value }, { as });
      expect([response.status, await response.json()]).toMatchObject([403, { code: "NOT_ASSIGNED" }]);
    }
    const { secret } = await org.makeToken("named", "viewer", null);
    expect((await complete({ value }, { token: secret })).status).toBe(200);
  });

  test("is not for who started the run, whatever their role", async () => {
    await ask({ waitsFor: { kind: "person", prompt: "Ship?", assignees: ["token:runner"], form } });
    const { secret } = await org.makeToken("runner", "admin", null);
    const response = await complete({ value }, { token: secret });
    expect([response.status, await response.json()]).toMatchObject([403, { code: "OWN_APPROVAL" }]);
  });

  test("does not show a run that the token does not reach", async () => {
    await ask({});
    const { secret } = await org.makeToken("elsewhere", "admin", ["production"]);
    expect((await complete({ value }, { token: secret })).status).toBe(404);
  });

  test("is a conflict when time has run out, and when nothing waits", async () => {
    await ask(
      { retryAt: "2026-02-03T14:00:01.000Z" },
      { step: "call", waitsFor: { kind: "run", run: "other" } },
    );
    expect(await (await complete({ value })).json()).toMatchObject({ status: 409, code: "STEP_EXPIRED" });
    expect(await (await complete({ value }, {}, "call")).json()).toMatchObject({ code: "STEP_NOT_WAITING" });
    expect((await complete({ value }, {}, "unknown")).status).toBe(404);
    expect((await complete({ value }, {}, "NoStep")).status).toBe(404);
    await org.store.runs.requestCancel(run);
    expect(await (await complete({ value })).json()).toMatchObject({ code: "STEP_NOT_WAITING" });
  });

  test("addresses items one by one, and says so when none is named", async () => {
    await ask({ item: 0 }, { item: 1 });
    expect(await (await complete({ value })).json()).toMatchObject({
      status: 400,
      errors: [{ path: "/item" }],
    });
    expect(await (await complete({ value, item: 1 })).json()).toMatchObject({ step: { item: 1 } });
    const open = await bodyOf<{ items: object[] }>(org.request(`/api/v1/approvals?run=${run}`));
    expect(open.items).toMatchObject([{ item: 0 }]);
  });
});

describe("what waits for people", () => {
  test("is listed with its question, for the environments that a token reaches", async () => {
    await ask({});
    const { items } = await bodyOf<{ items: object[] }>(org.request("/api/v1/approvals?environment=staging"));
    expect(items).toMatchObject([
      { run, slug: "greet", step: "ask", prompt: "Ship?", assignees: ["team:ops", "token:named"], form },
    ]);
    const { secret } = await org.makeToken("two", "admin", ["production", "elsewhere"]);
    const unseen = await bodyOf<{ items: object[] }>(org.request("/api/v1/approvals", { token: secret }));
    expect(unseen.items).toEqual([]);
  });
});

describe("retrying", () => {
  const retry = (body: Json = {}, headers: Readonly<Record<string, string>> = {}) =>
    org.request(`/api/v1/runs/${run}/retry`, { method: "POST", as: "runner", body, headers });

  test("gives a new run that names the old one, the same however often it is asked for", async () => {
    await org.store.runs.requestCancel(run);
    const responses = await Promise.all([retry(), retry(), retry({ version: "applied" })]);
    const runs = await Promise.all(responses.map((each) => bodyOf<{ run: { id: string } }>(each)));
    expect(responses.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(runs.map((each) => each.run.id)).size).toBe(1);
    expect(runs[0]?.run).toMatchObject({ retryOf: run, status: "queued", version: "1.0.0" });
    const other = await bodyOf<{ run: { id: string } }>(retry({}, { "Idempotency-Key": "again" }));
    expect(other.run.id).not.toBe(runs[0]?.run.id);
  });

  test("answers a repeated request with the same new run as it is now", async () => {
    await org.store.runs.requestCancel(run);
    const headers = { "Idempotency-Key": "again" };
    const first = await bodyOf<{ run: { id: string } }>(retry({}, headers));
    await org.store.runs.requestCancel(first.run.id);
    const repeated = await retry({}, headers);
    expect(repeated.headers.get("Idempotent-Replayed")).toBeNull();
    expect(await repeated.json()).toMatchObject({ run: { id: first.run.id, status: "cancelled" } });
    const other = await retry({ version: "applied" }, headers);
    expect(await other.json()).toMatchObject({ run: { id: first.run.id } });
  });

  test("is refused while the disk is almost full, with when to ask again", async () => {
    await org.store.runs.requestCancel(run);
    org.disk.freeBytes = 10;
    const response = await retry();
    expect([response.status, response.headers.get("Retry-After")]).toEqual([503, "30"]);
  });

  test("is a conflict while the run goes on, and refuses other words", async () => {
    expect(await (await retry()).json()).toMatchObject({ status: 409, code: "RUN_NOT_OVER" });
    expect((await retry({ version: "latest" })).status).toBe(400);
  });
});

describe("cancelling", () => {
  test("ends a queued and a waiting run at once, without a runner", async () => {
    await ask({});
    const response = await org.request(`/api/v1/runs/${run}/cancel`, { method: "POST", as: "runner" });
    expect([response.status, await response.json()]).toMatchObject([200, { run: { status: "cancelled" } }]);
  });
});
