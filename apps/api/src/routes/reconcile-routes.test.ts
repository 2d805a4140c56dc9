import type { Impact } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

const path = "/api/v1/environments/staging/reconcile";

type Found = "pending" | "in-sync" | "refused" | "waiting";

/** Does what a controller does with hints: looks once for each, and writes down what it found. */
function controllerFinds(...states: readonly Found[]): void {
  const left = [...states];
  let looking = Promise.resolve();
  org.store.signals.listen("hint", () => {
    const state = left.shift();
    if (state !== undefined) looking = looking.then(() => writeDown(state));
  });
}

/** Later than everything that was written down before. */
async function writeDown(state: Found): Promise<void> {
  const before = await org.store.now();
  while ((await org.store.now()) <= before);
  await seedEnvironment(org.store, "staging", { state, desiredRevision: "c".repeat(40) });
  await org.store.events.append([{ name: "environment.observed", environment: "staging", body: {} }]);
}

describe("reconcile", () => {
  test("raises a hint and answers at once", async () => {
    const response = await org.request(path, { method: "POST", as: "deployer" });
    expect(response.status).toBe(202);
    expect(await org.store.environments.takeHints()).toEqual(["staging"]);
  });

  test.each(["in-sync", "refused", "waiting"] as const)("waits until the look ends as %s", async (state) => {
    controllerFinds(state, state);
    const response = await org.request(`${path}?wait=20s`, { method: "POST", as: "deployer" });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      environment: { state, desired: { revision: "c".repeat(40) } },
    });
  });

  test("does not answer with a look that may have begun before it was asked for", async () => {
    controllerFinds("in-sync", "refused");
    const response = await org.request(`${path}?wait=20s`, { method: "POST", as: "deployer" });
    expect(await response.json()).toMatchObject({ environment: { state: "refused" } });
  });

  test("answers 202 when the look has not come to an end in time", async () => {
    controllerFinds("pending");
    const response = await org.request(`${path}?wait=50ms`, { method: "POST", as: "deployer" });
    expect(response.status).toBe(202);
  });
});

describe("a plan", () => {
  const decision = {
    outcome: "waiting",
    verdicts: [
      { gate: "validity", verdict: "open", because: "Nothing is wrong." },
      {
        gate: "mode",
        verdict: "waiting",
        because: "A person applies.",
        next: "Approve it.",
        opensAt: null,
        problems: [],
      },
    ],
    because: "A person applies.",
    next: "Approve it.",
    opensAt: null,
    predictedAt: null,
  } as const;

  const impact: Impact = {
    pipelines: { changed: 1, shown: 1 },
    totals: { running: 2, callers: 0, callees: 0 },
    running: [{ slug: "greet", version: "0.9.0", count: 2 }],
    firings: [
      {
        slug: "greet",
        trigger: "daily",
        type: "cron",
        timezone: "Europe/Berlin",
        at: [{ instant: "2026-03-03T01:00:00.000Z", local: "2026-03-03 02:00 +01:00" }],
        count: 1,
      },
    ],
    callers: [],
    callees: [],
    tokens: [{ slug: "greet", actor: "token:ci", runs: 3, lastAt: "2026-03-01T00:00:00.000Z" }],
    inputs: [
      {
        slug: "greet",
        tried: 3,
        rejected: 1,
        example: { input: { name: "string" }, errors: [{ path: "/name", message: "must be number" }] },
      },
    ],
  };

  test("is shown gate by gate, for the head of the branch or a named revision", async () => {
    const pipelines = [compiledPipeline("greet")];
    const seed = { id: "deploy-1", environment: "staging", pipelines, state: "waiting" } as const;
    const { plan } = await seedDeploy(org.store, seed);
    org.previews.set("staging", { plan, decision, impact });
    org.previews.set("abc123", { plan: { ...plan, changes: [] }, decision, impact });
    const head = await org.request("/api/v1/environments/staging/plan");
    expect(await head.json()).toMatchObject({ plan: { changes: [{ slug: "greet" }] }, decision, impact });
    const named = await org.request("/api/v1/environments/staging/plan?revision=abc123");
    expect(await named.json()).toMatchObject({ plan: { changes: [] } });
    expect((await org.request("/api/v1/environments/staging/plan?revision=def456")).status).toBe(404);
  });

  test.each(["--upload-pack=x", "a..b c", "", "%00"])("is not made for %j", async (revision) => {
    const response = await org.request(`/api/v1/environments/staging/plan?revision=${revision}`);
    expect(response.status).toBe(400);
  });
});
