import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  for (const environment of ["staging", "production"]) {
    await seedEnvironment(org.store, environment);
    const pipelines = [compiledPipeline("greet")];
    await seedDeploy(org.store, { id: `deploy-${environment}`, environment, pipelines, state: "applied" });
  }
});
afterEach(() => org.close());

async function start(environment: string, input: string): Promise<string> {
  const response = await org.request(`/api/v1/environments/${environment}/pipelines/greet/run`, {
    method: "POST",
    as: "runner",
    body: { input },
  });
  return (await bodyOf<{ run: { id: string } }>(response)).run.id;
}

async function listRuns(
  query: string,
  token?: string,
): Promise<{ items: { id: string }[]; next: string | null }> {
  const response = await org.request(`/api/v1/runs${query}`, token === undefined ? {} : { token });
  expect(response.status).toBe(200);
  return bodyOf(response);
}

describe("the list of runs", () => {
  test("is newest first and paged by cursor", async () => {
    const first = await start("staging", "a");
    const second = await start("staging", "b");
    const third = await start("production", "c");
    const page = await listRuns("?limit=2");
    expect(page.items.map(({ id }) => id)).toEqual([third, second]);
    const rest = await listRuns(`?limit=2&cursor=${encodeURIComponent(page.next ?? "")}`);
    expect(rest.items.map(({ id }) => id)).toEqual([first]);
    expect(rest.next).toBeNull();
  });

  test("is filtered by environment and state", async () => {
    const staging = await start("staging", "a");
    await start("production", "b");
    expect((await listRuns("?environment=staging")).items.map(({ id }) => id)).toEqual([staging]);
    expect((await listRuns("?state=queued&state=running")).items).toHaveLength(2);
    expect((await listRuns("?state=failed")).items).toEqual([]);
  });

  test.each(["runs", "deploys", "approvals", "erasures"])(
    "names the environments of %s there are",
    async (list) => {
      const response = await org.request(`/api/v1/${list}?environment=nope`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ detail: expect.stringContaining("production, staging") });
      const { secret } = await org.makeToken("one", "viewer", ["staging"]);
      expect((await org.request(`/api/v1/${list}?environment=nope`, { token: secret })).status).toBe(403);
    },
  );

  test("names the states there are when asked for another", async () => {
    const response = await org.request("/api/v1/runs?state=finished");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ path: "/state/0", message: expect.stringContaining("completed") }],
    });
  });

  test.each(["0", "101", "ten", "1.5"])("refuses a limit of %s", async (limit) => {
    expect((await org.request(`/api/v1/runs?limit=${limit}`)).status).toBe(400);
  });

  test("shows a token only what it reaches", async () => {
    const staging = await start("staging", "a");
    const production = await start("production", "b");
    const one = await org.makeToken("one", "admin", ["staging"]);
    const two = await org.makeToken("two", "admin", ["staging", "elsewhere"]);
    for (const { secret } of [one, two]) {
      expect((await listRuns("", secret)).items.map(({ id }) => id)).toEqual([staging]);
      expect((await org.request(`/api/v1/runs/${production}`, { token: secret })).status).toBe(404);
      expect((await org.request("/api/v1/runs?environment=production", { token: secret })).status).toBe(403);
    }
  });
});

describe("one run", () => {
  test("is shown with input, attempts and log lines", async () => {
    const id = await start("staging", "a");
    const { run } = await bodyOf<{ run: object }>(org.request(`/api/v1/runs/${id}`));
    expect(run).toMatchObject({ id, input: "a", output: null, status: "queued" });
    for (const part of ["steps", "logs"]) {
      expect(await (await org.request(`/api/v1/runs/${id}/${part}`)).json()).toEqual({
        items: [],
        next: null,
      });
    }
  });

  test("lists large outputs by their size and shows one by itself", async () => {
    const id = await start("staging", "a");
    await org.store.runs.claim({ holder: "test", queues: null, limit: 10, leaseMs: 60_000 });
    const output = "x".repeat(200_000);
    const at = "2026-02-03T14:00:00.000Z";
    const times = { startedAt: at, endedAt: at, retryAt: null, usage: null, waitsFor: null, reply: null };
    const attempt = { run: id, step: "big", item: -1, attempt: 1, state: "completed", output, error: null };
    const entry = {
      run: id,
      fencingToken: 1,
      logs: [],
      state: null,
      events: [],
      children: [],
      abandoned: [],
    };
    await org.store.runs.write([{ ...entry, attempts: [{ ...attempt, ...times, state: "completed" }] }]);
    const listed = await (await org.request(`/api/v1/runs/${id}/steps`)).text();
    expect(listed.length).toBeLessThan(1_000);
    expect(JSON.parse(listed)).toMatchObject({
      items: [{ step: "big", output: null, outputBytes: 200_002 }],
    });
    const shown = await org.request(`/api/v1/runs/${id}/steps/big`);
    expect(await shown.json()).toMatchObject({ attempt: { step: "big", output, status: "completed" } });
    for (const path of ["big?attempt=2", "big?item=0", "other"])
      expect((await org.request(`/api/v1/runs/${id}/steps/${path}`)).status).toBe(404);
  });

  test("is cancelled on request", async () => {
    const id = await start("staging", "a");
    const response = await org.request(`/api/v1/runs/${id}/cancel`, { method: "POST", as: "runner" });
    expect([200, 202]).toContain(response.status);
    expect(await response.json()).toMatchObject({ run: { id, cancelRequested: true } });
  });
});
