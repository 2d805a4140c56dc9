import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { resolveEnvironment } from "@lockstep/manifest";
import {
  bootstrapActor,
  type Environment,
  type EnvironmentStatus,
  type NewRun,
  type OrgStore,
  systemTimer,
  unlimited,
} from "@lockstep/model";
import { openStore } from "@lockstep/store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createRetention } from "./create-retention.ts";
import { viewerToken } from "./viewer-token.fixture.ts";

const start = Date.parse("2026-01-01T00:00:00.000Z");
const minute = 60_000;
const day = 86_400_000;

let store: OrgStore;
let directory: string;
let now: number;
let made: number;

beforeEach(async () => {
  now = start;
  made = 0;
  directory = await mkdtemp(join(tmpdir(), "lockstep-retention-"));
  const ids = { next: () => `id-${String((made += 1)).padStart(6, "0")}` };
  const file = join(directory, "org.sqlite");
  store = await openStore({ url: null, file, salt: "salt", ids, clock: { now: () => now } });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

function policyOf(runs: Partial<Environment["runs"]>): Environment {
  return resolveEnvironment({
    apiVersion: "lockstep/v1",
    kind: "Environment",
    slug: "staging",
    tier: "staging",
    source: { branch: "develop" },
    runs,
  });
}

function retentionOf(runs: Partial<Environment["runs"]>, holder = "one", from: OrgStore = store) {
  const status = { policy: policyOf(runs) } as EnvironmentStatus;
  const { leases, retention, outbox, deliveries, sessions } = from;
  return createRetention({
    store: {
      leases,
      retention,
      outbox,
      deliveries,
      sessions,
      now: () => store.now(),
      environments: { list: async () => [status] },
    },
    holder,
    timer: systemTimer,
    onFault: (thrown) => {
      throw thrown;
    },
  });
}

async function createRun(): Promise<string> {
  made += 1;
  const run: NewRun = {
    id: `run-${String(made).padStart(6, "0")}`,
    environment: "staging",
    slug: "greet",
    version: "1.0.0",
    content: "sha256:c",
    manifest: "sha256:m",
    revision: "a".repeat(40),
    deploy: "deploy",
    trigger: { type: "api", id: null },
    actor: { kind: "token", id: "token:ci" },
    team: null,
    queue: "default",
    priority: 5,
    input: "payload",
    deadlineAt: "2030-01-01T00:00:00.000Z",
    idempotency: null,
    parent: null,
    retryOf: null,
    locks: [],
    admission: unlimited,
  };
  return (await store.runs.create(run)).run.id;
}

async function endRun(): Promise<string> {
  const [claimed] = await store.runs.claim({ holder: "a", queues: null, limit: 1, leaseMs: 10_000 });
  if (claimed === undefined) throw new Error("nothing to claim");
  const { run, fencingToken } = claimed;
  const state = { to: "completed", output: "payload" } as const;
  await store.runs.write([
    { run: run.id, fencingToken, attempts: [], logs: [], state, events: [], children: [], abandoned: [] },
  ]);
  return run.id;
}

async function endedRun(): Promise<string> {
  await createRun();
  return endRun();
}

const isThere = async (id: string) => (await store.runs.load(id)) !== null;

describe("retention", () => {
  test("removes runs that ended longer ago than the policy keeps them", async () => {
    const old = await endedRun();
    now += 5 * day;
    const young = await endedRun();
    now += 6 * day;
    await retentionOf({ retention: "10d" }).keep();
    expect([await isThere(old), await isThere(young)]).toEqual([false, true]);
  });

  test("counts from the end of a run and never touches one that goes on", async () => {
    const going = await createRun();
    now += 100 * day;
    await retentionOf({ retention: "1d" }).keep();
    expect(await store.runs.load(going)).toMatchObject({ state: "queued" });
    expect(await endRun()).toBe(going);
    await retentionOf({ retention: "1d" }).keep();
    expect(await isThere(going)).toBe(true);
    now += 2 * day;
    await retentionOf({ retention: "1d" }).keep();
    expect(await isThere(going)).toBe(false);
  });

  test("walks through many runs in pages, past those that go on", async () => {
    await createRun();
    await store.runs.claim({ holder: "stuck", queues: null, limit: 1, leaseMs: 1_000 * day });
    for (let count = 0; count < 250; count += 1) await endedRun();
    now += 2 * day;
    await retentionOf({ retention: "1d" }).keep();
    const { items } = await store.runs.list(
      { environment: null, slug: null, states: [], version: null, deploy: null },
      { limit: 100, cursor: null },
    );
    expect(items.map(({ state }) => state)).toEqual(["running"]);
  });

  test("erases payloads where only what is no payload is recorded, once they could be fetched", async () => {
    const retention = retentionOf({ record: "redacted" });
    const run = await endedRun();
    now += 9 * minute;
    await retention.keep();
    expect(await store.runs.load(run)).toMatchObject({ output: "payload", erasedAt: null });
    now += 2 * minute;
    await retention.keep();
    expect(await store.runs.load(run)).toMatchObject({
      state: "completed",
      input: null,
      output: null,
      version: "1.0.0",
    });
    const { items } = await store.retention.listErasures(
      { environment: "staging", run },
      { limit: 1, cursor: null },
    );
    expect(items).toMatchObject([
      { actor: { kind: "controller", id: "retention" }, reason: expect.stringContaining("redacted") },
    ]);
  });

  test("does not read again what is erased, but everything behind a run that goes on", async () => {
    const afters: (string | null)[] = [];
    const watched: OrgStore = {
      ...store,
      retention: {
        ...store.retention,
        listForSweep: (request) => {
          afters.push(request.after);
          return store.retention.listForSweep(request);
        },
      },
    };
    const retention = retentionOf({ record: "redacted" }, "one", watched);
    const first = await endedRun();
    const going = await createRun();
    await store.runs.claim({ holder: "slow", queues: null, limit: 1, leaseMs: day });
    const last = await endedRun();
    now += 20 * minute;
    await retention.keep();
    await retention.keep();
    expect(afters).toEqual([null, null, null, first]);
    expect(await store.runs.load(last)).toMatchObject({ output: null });
    expect(await store.runs.load(going)).toMatchObject({ input: "payload" });
  });

  test("removes runs altogether where nothing is recorded", async () => {
    const run = await endedRun();
    await retentionOf({ record: "none", retention: "30d" }).keep();
    expect(await isThere(run)).toBe(true);
    now += 11 * minute;
    await retentionOf({ record: "none", retention: "30d" }).keep();
    expect(await isThere(run)).toBe(false);
  });

  test("forgets after 30 days what was delivered and what came in, but not what is still to be done", async () => {
    const hint = { ref: null, pullRequest: null, headRevision: null, request: null };
    const delivery = { hook: "1", event: "push", action: null, repository: null, hint };
    await store.outbox.append([
      { topic: "check", target: "sent", body: {} },
      { topic: "check", target: "waiting", body: {} },
    ]);
    await store.outbox.markDelivered({ position: 1, edition: 1 });
    await store.deliveries.receive({ ...delivery, id: "ended" });
    await store.deliveries.receive({ ...delivery, id: "pending" });
    await store.deliveries.settle([1], "done", "Looked.");
    const page = { limit: 10, cursor: null };
    const left = async () => [
      (await store.outbox.list({ state: null }, page)).items.map(({ target }) => target),
      (await store.deliveries.list({ states: [] }, page)).items.map(({ id }) => id),
    ];
    now += 29 * day;
    await retentionOf({}).keep();
    expect(await left()).toEqual([
      ["waiting", "sent"],
      ["pending", "ended"],
    ]);
    now += 2 * day;
    await retentionOf({}).keep();
    expect(await left()).toEqual([["waiting"], ["pending"]]);
  });

  test("forgets sessions and login links that have expired", async () => {
    const { id: token } = viewerToken;
    await store.tokens.insert(viewerToken, bootstrapActor);
    const link = { id: "link", digest: "link", token, lifeMs: 10 * minute, sessionEndsAt: null };
    await store.sessions.insertLink(link);
    await store.sessions.open({ id: "session", digest: "session", lifeMs: 20 * minute }, token);
    now += 15 * minute;
    await retentionOf({}).keep();
    expect(await store.sessions.openByLink({ id: "other", digest: "other", lifeMs: day }, "link")).toBeNull();
    expect(await store.sessions.prune()).toBe(0);
    expect(await store.sessions.loadByDigest("session")).not.toBeNull();
    now += 10 * minute;
    await retentionOf({}).keep();
    expect(await store.sessions.prune()).toBe(0);
    expect(await store.sessions.end("session")).toBe(false);
  });

  test("is kept by one process at a time, and by the next one when that stops", async () => {
    const [one, two] = [retentionOf({}), retentionOf({}, "two")];
    expect([await one.keep(), await two.keep()]).toEqual([true, false]);
    await one.stop();
    expect(await two.keep()).toBe(true);
  });
});
