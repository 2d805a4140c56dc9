import type { RunTransition } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { claimRun, endRun } from "../testing/end-run.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedGreet, startGreet } from "../testing/seed-run.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  for (const environment of ["staging", "production"]) await seedGreet(org.store, environment);
});
afterEach(() => org.close());

const completed = { to: "completed", output: null } as const;
const failed = { to: "failed", error: { type: "execution", message: "no" } } as const;

async function run(environment: string, end: Extract<RunTransition, { to: "completed" | "failed" }>) {
  const id = await startGreet(org, environment);
  await endRun(org.store, await claimRun(org.store), end);
  return id;
}

interface Insights {
  readonly since: string;
  readonly until: string;
  readonly buckets: readonly { readonly at: string; readonly completed: number }[];
  readonly totals: object;
  readonly deploys: readonly { readonly deploy: string }[];
}

const read = (query: string, token?: string) =>
  bodyOf<Insights>(org.request(`/api/v1/insights${query}`, token === undefined ? {} : { token }));

/** Until a little later than now, so that what has just ended is in it; the future is cut off. */
const soon = () => `until=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`;

describe("insights", () => {
  test("show runs by outcome, and deploys with what their pipelines did", async () => {
    await run("staging", completed);
    await run("staging", failed);
    await run("production", completed);
    const all = await read(`?${soon()}`);
    expect(all.totals).toMatchObject({ runs: 3, completed: 2, failed: 1, successShare: 2 / 3 });
    expect(all.buckets.length).toBeLessThanOrEqual(200);
    expect(all.buckets.reduce((sum, bucket) => sum + bucket.completed, 0)).toBe(2);
    expect(all.deploys.map(({ deploy }) => deploy).toSorted()).toEqual([
      "deploy-production",
      "deploy-staging",
    ]);
    const staging = await read("?environment=staging&pipeline=greet");
    expect(staging.totals).toMatchObject({ runs: 2, successShare: 0.5 });
    expect(staging.deploys).toMatchObject([
      {
        deploy: "deploy-staging",
        message: "Add pipelines",
        author: "Ada",
        changes: 1,
        changed: [{ slug: "greet", version: "1.0.0" }],
        comparison: { before: { runs: 0 }, caution: expect.stringContaining("too short") },
      },
    ]);
    expect((await read("?pipeline=other")).totals).toMatchObject({
      runs: 0,
      successShare: null,
      p50Ms: null,
    });
  });

  test("show a token what it reaches", async () => {
    await run("staging", completed);
    await run("production", failed);
    const { secret } = await org.makeToken("one", "viewer", ["staging", "elsewhere"]);
    const seen = await read("", secret);
    expect(seen.totals).toMatchObject({ runs: 1, completed: 1, failed: 0 });
    expect(seen.deploys.map(({ deploy }) => deploy)).toEqual(["deploy-staging"]);
    for (const path of ["insights?environment=production", "environments/production/statistics"])
      expect((await org.request(`/api/v1/${path}`, { token: secret })).status).toBe(403);
  });

  test.each([
    ["?since=2026-01-01T00:00:00Z&until=2026-02-02T00:00:00Z", "31 days"],
    ["?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "before until"],
    ["?since=2999-01-01T00:00:00Z", "before now"],
    ["?since=2026-01-01T00:00:00Z&until=2026-01-02T00:00:00Z&bucket=1m", "500"],
    ["?bucket=2m", "10s"],
    ["?since=yesterday", "since"],
  ])("refuse %s and say why", async (query, said) => {
    const response = await org.request(`/api/v1/insights${query}`);
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain(said);
  });
});

describe("statistics of an environment", () => {
  test("count its deploys", async () => {
    const since = new Date(Date.now() - 86_400_000).toISOString();
    const path = `/api/v1/environments/staging/statistics?since=${encodeURIComponent(since)}`;
    const { statistics } = await bodyOf<{ statistics: { perDay: number } }>(org.request(path));
    expect(statistics).toMatchObject({ environment: "staging", applied: 1, refused: 0, failureShare: 0 });
    expect(statistics.perDay).toBeCloseTo(1, 2);
    expect((await org.request("/api/v1/environments/nope/statistics")).status).toBe(404);
    const old = "/api/v1/environments/staging/statistics?since=2020-01-01T00:00:00Z";
    expect((await org.request(old)).status).toBe(400);
  });
});

describe("runs at a glance", () => {
  test("are counted by state, with the filters of the list but for its states", async () => {
    await run("staging", completed);
    await run("production", failed);
    await startGreet(org, "production");
    const none = { queued: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 };
    const count = (query: string, token?: string) =>
      bodyOf(org.request(`/api/v1/runs/counts${query}`, token === undefined ? {} : { token }));
    const all = { states: { ...none, completed: 1, failed: 1, queued: 1 }, isCut: false };
    expect(await count("")).toEqual(all);
    expect(await count("?state=failed")).toEqual(all);
    expect(await count("?environment=production")).toMatchObject({
      states: { ...none, failed: 1, queued: 1 },
    });
    expect(await count("?pipeline=other")).toMatchObject({ states: none });
    const two = await org.makeToken("two", "viewer", ["staging", "elsewhere"]);
    expect(await count("", two.secret)).toMatchObject({ states: { ...none, completed: 1 } });
  });

  test("are points of how long they took, newest first", async () => {
    const first = await run("staging", completed);
    const second = await run("production", failed);
    await startGreet(org, "production");
    const list = (query: string, token?: string) =>
      bodyOf<{ points: readonly { id: string }[] }>(
        org.request(`/api/v1/runs/durations${query}`, token === undefined ? {} : { token }),
      );
    const { points } = await list("");
    expect(points).toMatchObject([
      { id: second, slug: "greet", status: "failed", durationMs: expect.any(Number) },
      { id: first, status: "completed" },
    ]);
    expect((await list("?state=failed")).points.map(({ id }) => id)).toEqual([second]);
    const two = await org.makeToken("two", "viewer", ["staging", "elsewhere"]);
    expect((await list("", two.secret)).points.map(({ id }) => id)).toEqual([first]);
  });
});
