import type { Drift } from "@lockstep/model";
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createApi } from "../create-api.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";
import { runOnce, seedLadder, seedVersions } from "../testing/seed-matrix.ts";

interface Cell {
  readonly sync: string;
  readonly health: string;
  readonly because: string;
  readonly healthBecause: string;
  readonly ahead: number;
}

interface Matrix {
  readonly environments: readonly { readonly slug: string }[];
  readonly items: readonly { readonly slug: string; readonly cells: Record<string, Cell | null> }[];
  readonly next: string | null;
  readonly total: number;
  readonly counts: { readonly sync: Record<string, number>; readonly health: Record<string, number> };
}

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedLadder(org.store);
});
afterEach(() => org.close());

const matrix = async (query = "", token?: string): Promise<Matrix> =>
  bodyOf<Matrix>(org.request(`/api/v1/pipelines${query}`, token === undefined ? {} : { token }));

const slugsOf = ({ items }: Matrix) => items.map(({ slug }) => slug);
const cellOf = async (slug: string, environment = "staging") =>
  (await matrix(`?search=${slug}`)).items.find((item) => item.slug === slug)?.cells[environment];

const apply = (environment: string, deploy: string, versions: Readonly<Record<string, string>>) =>
  seedVersions(org.store, { environment, deploy, versions });

const edited = (slug: string): Drift => ({
  id: `id-of-${slug}`,
  kind: "edited",
  slug,
  part: "pipeline",
  name: null,
  sentence: `${slug} was edited.`,
  differences: [],
  applied: null,
  live: null,
});

const scan = (...drift: readonly Drift[]) =>
  org.store.drift.saveFindings("staging", drift, { detectedBy: "scan", isReported: true });

describe("the matrix", () => {
  test("shows pipelines by environments, the lower one first, and how far it is ahead", async () => {
    await apply("staging", "deploy-1", { greet: "1.0.0", other: "1.0.0" });
    await apply("production", "deploy-2", { greet: "1.0.0" });
    await apply("staging", "deploy-3", { greet: "1.1.0" });
    await apply("staging", "deploy-4", { greet: "1.2.0" });
    const { environments, items, total } = await matrix();
    expect(environments).toMatchObject([
      { slug: "staging", promotesTo: ["production"], pipelines: 2 },
      { slug: "production", promotesTo: [], pipelines: 1 },
    ]);
    expect(total).toBe(2);
    expect(items).toMatchObject([
      {
        slug: "greet",
        title: "The greet pipeline",
        team: "late",
        cells: {
          staging: { version: "1.2.0", sync: "in-sync", health: "idle", ahead: 2, deploy: "deploy-4" },
          production: { version: "1.0.0", sync: "in-sync", ahead: 0 },
        },
      },
      { slug: "other", cells: { staging: { ahead: 1 }, production: null } },
    ]);
  });

  test("names the plan that waits for a pipeline, also for one that does not run there yet", async () => {
    await apply("staging", "deploy-1", { greet: "1.0.0", other: "1.0.0" });
    const versions = { greet: "1.1.0", fresh: "1.0.0" };
    await seedVersions(org.store, { environment: "staging", deploy: "deploy-2", versions, state: "waiting" });
    await seedEnvironment(org.store, "staging", {
      state: "waiting",
      because: "One approval is missing.",
      next: "Ada approves.",
      deploy: "deploy-2",
    });
    expect(await cellOf("fresh")).toMatchObject({
      version: null,
      sync: "waiting",
      because: "New, 1.0.0: One approval is missing.",
      next: "Ada approves.",
      change: { deploy: "deploy-2", kind: "create", version: "1.0.0" },
    });
    expect(await cellOf("greet")).toMatchObject({ version: "1.0.0", sync: "waiting" });
    expect(await cellOf("other")).toMatchObject({ sync: "in-sync", change: null });
    await seedEnvironment(org.store, "staging", { state: "held", because: "Held.", deploy: "deploy-2" });
    expect(await cellOf("greet")).toMatchObject({ sync: "held" });
  });

  test("calls drifted what has a named difference, until somebody acknowledges it", async () => {
    await apply("staging", "deploy-1", { greet: "1.0.0", other: "1.0.0" });
    await scan(edited("greet"));
    expect(await cellOf("greet")).toMatchObject({ sync: "drifted", because: "greet was edited.", drift: 1 });
    expect(await cellOf("other")).toMatchObject({ sync: "in-sync", drift: 0 });
    const actor = { kind: "token", id: "token:ada" } as const;
    const acknowledgement = { until: "2999-01-01T00:00:00.000Z", reason: "known", actor };
    await org.store.drift.acknowledge("staging", "id-of-greet", acknowledgement);
    expect(await cellOf("greet")).toMatchObject({ sync: "in-sync", drift: 1 });
  });

  test("knows nothing of environments that nobody looked at for too long", async () => {
    await apply("staging", "deploy-1", { greet: "1.0.0" });
    const settings = { ...org.deps.settings, staleAfterMs: -1 };
    const late = createApi({ ...org.deps, settings, metrics: new Registry() });
    const headers = { Authorization: `Bearer ${org.secrets.viewer}` };
    const response = await late.fetch(new Request("http://localhost/api/v1/pipelines", { headers }));
    const { counts, items } = (await response.json()) as Matrix;
    expect(counts.sync).toMatchObject({ unknown: 1, "in-sync": 0 });
    expect(items[0]?.cells["staging"]?.because).toMatch(/^Nobody looked at staging since 2/);
    await late.close();
  });
});

describe("health in the matrix", () => {
  const greet = { environment: "staging", slug: "greet" };

  test("follows the runs of what is in force, wherever they ended, and begins anew with other content", async () => {
    await apply("staging", "deploy-1", { greet: "1.0.0" });
    expect(await cellOf("greet")).toMatchObject({ health: "idle", lastRun: null });
    const id = await runOnce(org, greet, "completed");
    expect(await cellOf("greet")).toMatchObject({
      health: "healthy",
      healthBecause: "The last run completed.",
      lastRun: { id, status: "completed" },
    });
    await org.store.events.publish();
    await runOnce(org, greet, "completed");
    await runOnce(org, greet, "failed");
    expect(await cellOf("greet")).toMatchObject({
      health: "degraded",
      healthBecause: "1 of the last 3 runs failed.",
    });
    await runOnce(org, greet, "failed");
    await runOnce(org, greet, "failed");
    expect(await cellOf("greet")).toMatchObject({
      health: "failing",
      healthBecause: "The last 3 runs failed.",
    });
    await apply("staging", "deploy-2", { greet: "1.1.0" });
    expect(await cellOf("greet")).toMatchObject({ health: "idle", lastRun: { status: "failed" } });
    await apply("staging", "deploy-3", { greet: "1.0.0" });
    expect(await cellOf("greet")).toMatchObject({ health: "failing" });
  });

  test("misses nothing of an environment that nobody asked for meanwhile", async () => {
    await apply("staging", "deploy-1", { greet: "1.0.0" });
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    await matrix();
    await runOnce(org, greet, "failed");
    await matrix("", secret);
    expect(await cellOf("greet")).toMatchObject({ health: "failing", healthBecause: "The last run failed." });
  });
});

describe("filters of the matrix", () => {
  beforeEach(async () => {
    await apply("staging", "deploy-1", { alpha: "1.0.0", beta: "1.0.0", gamma: "1.0.0" });
    await apply("production", "deploy-2", { beta: "1.0.0" });
    await scan(edited("gamma"));
    await runOnce(org, { environment: "staging", slug: "beta" }, "failed");
    await runOnce(org, { environment: "production", slug: "beta" }, "completed");
  });

  test.each([
    ["search=LPH", ["alpha"]],
    ["search=the%20beta", ["beta"]],
    ["search=%25", []],
    ["team=early", ["alpha"]],
    ["sync=drifted", ["gamma"]],
    ["sync=drifted&sync=in-sync", ["alpha", "beta", "gamma"]],
    ["health=failing", ["beta"]],
    ["health=failing&environment=production", []],
    ["health=failing&sync=drifted", []],
  ])("%s", async (query, slugs) => {
    const found = await matrix(`?${query}`);
    expect(slugsOf(found)).toEqual(slugs);
    expect(found.total).toBe(slugs.length);
  });

  test.each([
    ["slug", ["alpha", "beta", "gamma"]],
    ["-deployed", ["beta", "alpha", "gamma"]],
    ["health", ["beta", "alpha", "gamma"]],
    ["drift", ["gamma", "alpha", "beta"]],
  ])("by %s, on pages that lose nothing", async (sort, slugs) => {
    expect(slugsOf(await matrix(`?sort=${sort}`))).toEqual(slugs);
    const seen: string[] = [];
    let cursor = "";
    for (let page = 0; page < slugs.length; page += 1) {
      const { items, next, total } = await matrix(`?sort=${sort}&limit=1${cursor}`);
      seen.push(...items.map(({ slug }) => slug));
      expect(total).toBe(slugs.length);
      expect(next === null).toBe(page === slugs.length - 1);
      cursor = `&cursor=${next ?? ""}`;
    }
    expect(seen).toEqual(slugs);
  });

  test("count cells whatever state is chosen, and only those looked at", async () => {
    const all = { sync: { drifted: 1, "in-sync": 3 }, health: { failing: 1, healthy: 1, idle: 2 } };
    expect((await matrix()).counts).toMatchObject(all);
    expect((await matrix("?sync=drifted&health=idle")).counts).toMatchObject(all);
    expect((await matrix("?environment=production")).counts).toMatchObject({
      sync: { drifted: 0, "in-sync": 1 },
      health: { failing: 0, healthy: 1, idle: 0 },
    });
  });

  test("see only what the token reaches", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["staging"]);
    const { environments, items } = await matrix("", secret);
    expect(environments.map(({ slug }) => slug)).toEqual(["staging"]);
    expect(items.map(({ cells }) => Object.keys(cells))).toEqual([["staging"], ["staging"], ["staging"]]);
    expect(items.map(({ cells }) => cells["staging"]?.ahead)).toEqual([0, 0, 0]);
    const refused = await org.request("/api/v1/pipelines?environment=production", { token: secret });
    expect(refused.status).toBe(403);
  });

  test.each(["sort=sideways", "sync=fine", "cursor=bm8", "limit=101"])("refuses %s", async (query) => {
    expect((await org.request(`/api/v1/pipelines?${query}`)).status).toBe(400);
  });

  test("refuses a cursor of another order", async () => {
    const { next } = await matrix("?limit=1");
    expect((await org.request(`/api/v1/pipelines?limit=1&sort=health&cursor=${next}`)).status).toBe(400);
  });
});

test("pages of the matrix stay below 100 KB and lose nothing", async () => {
  const names = Array.from({ length: 160 }, (_, index) => `flow-${String(index).padStart(4, "0")}`);
  const versions = Object.fromEntries(names.map((name) => [name, "1.0.0"]));
  await apply("staging", "deploy-1", versions);
  await apply("production", "deploy-2", versions);
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const response = await org.request(`/api/v1/pipelines?limit=100${cursor}`);
    const text = await response.text();
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100_000);
    const { items, next }: Matrix = JSON.parse(text);
    seen.push(...items.map(({ slug }) => slug));
    cursor = next === null ? null : `&cursor=${next}`;
  }
  expect(seen).toEqual(names);
});
