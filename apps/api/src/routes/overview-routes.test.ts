import { type Drift, healthStates, syncStates } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { askApproval } from "../testing/ask-approval.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";
import { runOnce, seedLadder, seedVersions } from "../testing/seed-matrix.ts";
import { startGreet } from "../testing/seed-run.ts";

interface Counts {
  readonly sync: Readonly<Record<string, number>>;
  readonly health: Readonly<Record<string, number>>;
}

interface Overview {
  readonly counts: Counts;
  readonly pipelines: number;
  readonly environments: readonly { readonly slug: string }[];
  readonly waitingForMe: {
    readonly deploys: { readonly count: number; readonly first: readonly { readonly id: string }[] };
    readonly approvals: { readonly count: number; readonly first: readonly { readonly run: string }[] };
  };
  readonly drift: { readonly count: number; readonly longest: { readonly id: string } | null };
  readonly freshness: { readonly lastDeliveryAt: string | null };
}

interface Matrix {
  readonly items: readonly {
    readonly cells: Readonly<Record<string, { readonly sync: string; readonly health: string } | null>>;
  }[];
}

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedLadder(org.store);
  const versions = { greet: "1.0.0", other: "1.0.0", third: "1.0.0" };
  await seedVersions(org.store, { environment: "staging", deploy: "deploy-1", versions });
  await seedVersions(org.store, {
    environment: "production",
    deploy: "deploy-2",
    versions: { greet: "1.0.0" },
  });
});
afterEach(() => org.close());

const overview = async (options: Parameters<TestApi["request"]>[1] = {}) =>
  (await bodyOf<{ overview: Overview }>(org.request("/api/v1/overview", options))).overview;

const edited = (id: string): Drift => ({
  id,
  kind: "edited",
  slug: id,
  part: "pipeline",
  name: null,
  sentence: `${id} was edited.`,
  differences: [],
  applied: null,
  live: null,
});

const scan = (...ids: readonly string[]) =>
  org.store.drift.saveFindings("staging", ids.map(edited), { detectedBy: "scan", isReported: true });

async function planInProduction(): Promise<void> {
  const environment = "production";
  const versions = { greet: "1.1.0" };
  await seedVersions(org.store, { environment, deploy: "deploy-3", versions, state: "waiting" });
  const row = await org.store.deploys.load("deploy-3");
  if (row === null) throw new Error("the deploy is not there");
  const gate = {
    gate: "approvals",
    verdict: "waiting",
    because: "One is missing.",
    next: "Approve it.",
  } as const;
  const verdicts = [{ ...gate, opensAt: null, problems: [] }];
  const token = (await org.store.leases.acquire(`environment:${environment}`, "test", 60_000)) ?? 0;
  await org.store.deploys.transition({
    deploy: { ...row, verdicts },
    fencingToken: token,
    record: null,
    events: [],
    outbox: [],
  });
  await seedEnvironment(org.store, environment, {
    state: "waiting",
    because: "One is missing.",
    deploy: "deploy-3",
  });
}

describe("the overview", () => {
  test("counts what the matrix's filters give, for every state", async () => {
    await scan("other");
    await planInProduction();
    await runOnce(org, { environment: "staging", slug: "greet" }, "failed");
    await runOnce(org, { environment: "staging", slug: "third" }, "completed");
    const { counts, pipelines } = await overview();
    expect(pipelines).toBe(3);
    expect(counts.sync).toMatchObject({ drifted: 1, waiting: 1, "in-sync": 2 });
    expect(counts.health).toMatchObject({ failing: 1, healthy: 1, idle: 2 });
    for (const [axis, states] of Object.entries({ sync: syncStates, health: healthStates }))
      for (const state of Object.keys(states)) {
        const { items } = await bodyOf<Matrix>(org.request(`/api/v1/pipelines?${axis}=${state}`));
        const cells = items.flatMap((item) => Object.values(item.cells));
        const fitting = cells.filter((cell) => cell?.[axis as "sync" | "health"] === state);
        expect({ state, count: fitting.length }).toEqual({
          state,
          count: counts[axis as keyof Counts][state],
        });
      }
  });

  test("names the longest drift and when webhooks last came", async () => {
    expect(await overview()).toMatchObject({ drift: { count: 0, longest: null } });
    await scan("third");
    await scan("third", "other");
    expect(await overview()).toMatchObject({
      drift: { count: 2, longest: { id: "third", environment: "staging", sentence: "third was edited." } },
      freshness: { lastDeliveryAt: null, environments: [{ environment: "staging", isStale: false }, {}] },
    });
  });

  test("has deploys for whom may approve and has not yet", async () => {
    await planInProduction();
    const count = async (as: "viewer" | "approver") => (await overview({ as })).waitingForMe.deploys.count;
    expect([await count("viewer"), await count("approver")]).toEqual([0, 1]);
    expect((await overview({ as: "approver" })).waitingForMe.deploys.first).toMatchObject([
      { id: "deploy-3", environment: "production", changes: 1 },
    ]);
    const planHash = (await org.store.deploys.load("deploy-3"))?.plan.hash ?? "";
    await org.request("/api/v1/deploys/deploy-3/approve", {
      method: "POST",
      as: "approver",
      body: { planHash },
    });
    expect(await count("approver")).toBe(0);
  });

  test("has questions for approvers and those named, never for who started the run", async () => {
    const run = await startGreet(org, "staging");
    await askApproval(org.store, {});
    const count = async (options: Parameters<typeof overview>[0]) =>
      (await overview(options)).waitingForMe.approvals.count;
    const { secret: named } = await org.makeToken("named", "viewer", null);
    const { secret: elsewhere } = await org.makeToken("far", "approver", ["production"]);
    expect((await overview({ as: "approver" })).waitingForMe.approvals.first).toMatchObject([
      { run, step: "ask" },
    ]);
    expect(await count({ token: named })).toBe(1);
    expect(await count({ token: elsewhere })).toBe(0);
    expect(await count({ as: "viewer" })).toBe(0);
    expect(await count({ as: "runner" })).toBe(0);
  });

  test("leaves out what the token does not reach", async () => {
    await scan("other");
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    const { environments, counts, drift, pipelines } = await overview({ token: secret });
    expect(environments.map(({ slug }) => slug)).toEqual(["production"]);
    expect({ drift: drift.count, pipelines, drifted: counts.sync["drifted"] }).toEqual({
      drift: 0,
      pipelines: 1,
      drifted: 0,
    });
  });
});

describe("lanes", () => {
  interface Lanes {
    readonly lanes: readonly { readonly environment: string; readonly beads: readonly object[] }[];
  }
  const lanes = async (token?: string) =>
    (await bodyOf<Lanes>(org.request("/api/v1/lanes", token === undefined ? {} : { token }))).lanes;

  test("go up the ladder, the newest commit first, and say what it waits for", async () => {
    await planInProduction();
    const found = await lanes();
    expect(found.map(({ environment }) => environment)).toEqual(["staging", "production"]);
    expect(found[1]).toMatchObject({
      state: "waiting",
      beads: [
        { deploy: "deploy-3", state: "waiting", isInForce: false, stuck: { reason: "One is missing." } },
        { deploy: "deploy-2", state: "applied", isInForce: true, stuck: null, message: "Add pipelines" },
      ],
    });
  });

  test("begin with a commit that is not planned yet", async () => {
    const desiredRevision = "b".repeat(40);
    await seedEnvironment(org.store, "staging", { state: "pending", because: "Looking.", desiredRevision });
    const [staging] = await lanes();
    expect(staging?.beads[0]).toMatchObject({ revision: desiredRevision, state: "observed", message: null });
  });

  test("are those that the token reaches", async () => {
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    expect((await lanes(secret)).map(({ environment }) => environment)).toEqual(["production"]);
  });
});

describe("search", () => {
  interface Hits {
    readonly items: readonly { readonly kind: string; readonly id: string }[];
  }
  const search = async (text: string, token?: string) => {
    const path = `/api/v1/search?q=${encodeURIComponent(text)}`;
    const { items } = await bodyOf<Hits>(org.request(path, token === undefined ? {} : { token }));
    return items.map(({ kind, id }) => `${kind} ${id}`);
  };

  test("finds environments and pipelines by part of their names, the likeliest first", async () => {
    const versions = { "re-greet": "1.0.0", "greet-again": "1.0.0" };
    await seedVersions(org.store, { environment: "staging", deploy: "deploy-4", versions });
    expect(await search("Greet")).toEqual(["pipeline greet", "pipeline greet-again", "pipeline re-greet"]);
    expect(await search("duct")).toEqual(["environment production"]);
    expect(await search("%")).toEqual([]);
  });

  test("finds deploys, runs and commits by how their ids begin, within the token's reach", async () => {
    const run = await startGreet(org, "staging");
    expect(await search(run)).toEqual([`run ${run}`]);
    expect(await search("deploy-2")).toEqual(["deploy deploy-2"]);
    expect(await search("aaaa")).toEqual([`commit ${"a".repeat(40)}`]);
    const { secret } = await org.makeToken("one", "viewer", ["production"]);
    expect(await search(run, secret)).toEqual([]);
    expect(await search("deploy-1", secret)).toEqual([]);
  });

  test("wants a text", async () => {
    expect((await org.request("/api/v1/search")).status).toBe(400);
    expect((await org.request("/api/v1/search?q=")).status).toBe(400);
  });
});
