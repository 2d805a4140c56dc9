import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  const quotas = { concurrentRuns: 1, queuedRuns: 2 };
  await seedDeploy(org.store, {
    id: "deploy-1",
    environment: "staging",
    pipelines: [compiledPipeline("greet")],
    state: "applied",
    configuration: { teams: { everybody: { queue: "default", quotas } } },
  });
});
afterEach(() => org.close());

function start(): Promise<Response> {
  return org.request("/api/v1/environments/staging/pipelines/greet/run", {
    method: "POST",
    as: "runner",
    body: { input: "Ada" },
  });
}

async function claim(): Promise<void> {
  await org.store.runs.claim({ holder: "test", queues: null, limit: 10, leaseMs: 60_000 });
}

describe("queues", () => {
  test("show depth and the use of quotas", async () => {
    await start();
    await claim();
    await start();
    const response = await org.request("/api/v1/environments/staging/queues");
    expect(response.status).toBe(200);
    const team = { team: "everybody", queued: 1, held: 0, running: 1, waiting: 0 };
    expect(await response.json()).toMatchObject({
      queues: [{ queue: "default", queued: 1, running: 1, teams: [team] }],
      quotas: [
        { scope: "team", name: "everybody", quota: "concurrentRuns", limit: 1, used: 1 },
        { scope: "team", name: "everybody", quota: "queuedRuns", limit: 2, used: 1 },
      ],
    });
    const metrics = await (await org.request("/metrics", { as: null })).text();
    expect(metrics).toContain('lockstep_queue_runs{environment="staging",queue="default",state="queued"} 1');
    expect(metrics).toContain(
      'lockstep_quota_used{environment="staging",scope="team",name="everybody",quota="concurrentRuns"} 1',
    );
  });

  test("are those of environments that the token reaches", async () => {
    const { secret } = await org.makeToken("elsewhere", "viewer", ["production"]);
    expect((await org.request("/api/v1/environments/staging/queues", { token: secret })).status).toBe(403);
    expect((await org.request("/api/v1/environments/nowhere/queues")).status).toBe(404);
  });
});

describe("a run above a quota", () => {
  test("is refused with 429, when to come back, and which quota it is", async () => {
    await start();
    await start();
    const response = await start();
    expect(response.status).toBe(429);
    expect(response.headers.get("Retry-After")).toBe("5");
    expect(await response.json()).toMatchObject({
      code: "QUOTA_EXCEEDED",
      detail: expect.stringContaining("queuedRuns of team everybody in staging is used up: 2 of 2"),
    });
  });

  test("says what it waits for", async () => {
    await start();
    await claim();
    const { run } = await bodyOf<{ run: { id: string } }>(await start());
    const waitsFor = "waits for a slot of team everybody: 1 of 1 running";
    const shown = await org.request(`/api/v1/runs/${run.id}`);
    expect(await shown.json()).toMatchObject({ run: { status: "queued", waitsFor } });
    const listed = await org.request("/api/v1/runs");
    expect(await listed.json()).toMatchObject({
      items: [{ waitsFor }, { status: "running", waitsFor: null }],
    });
  });
});
