import type { Drift } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

const path = "/api/v1/environments/staging/drift";
const id = "4f1c";
const sentence = "greet 1.0.0 was applied, but is gone from the database.";

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  const greet = compiledPipeline("greet");
  await seedDeploy(org.store, {
    id: "deploy-1",
    environment: "staging",
    pipelines: [greet],
    state: "applied",
  });
  const [applied] = await org.store.drift.loadAssigned("staging");
  const finding: Drift = {
    id,
    kind: "missing",
    slug: "greet",
    part: "pipeline",
    name: null,
    sentence,
    differences: [{ field: "manifest", applied: greet.manifest, live: null }],
    applied: applied ?? null,
    live: null,
  };
  await org.store.drift.saveFindings("staging", [finding], { detectedBy: "scan", isReported: true });
});
afterEach(() => org.close());

const post = (way: string, body: object, as: "viewer" | "deployer" = "deployer") =>
  org.request(`${path}/${way}`, { method: "POST", as, body: body as never });
const listed = async () => (await bodyOf<{ items: readonly object[] }>(org.request(path))).items;
const kinds = async () => (await org.store.ledger.list("staging", 1, 100)).map(({ kind }) => kind);

describe("drift", () => {
  test("is listed by named difference and counted in the environment", async () => {
    expect(await listed()).toMatchObject([
      { id, kind: "missing", slug: "greet", sentence, detectedBy: "scan", live: null, edit: null },
    ]);
    const { environment } = await bodyOf<{ environment: { live: object } }>(
      org.request("/api/v1/environments/staging"),
    );
    expect(environment.live).toEqual({ drift: 1 });
  });

  test("is put right by a deployer, with the reason in the ledger", async () => {
    expect((await post(`${id}/revert`, { reason: "Not reviewed." }, "viewer")).status).toBe(403);
    const response = await post(`${id}/revert`, { reason: "Not reviewed." });
    expect(await response.json()).toMatchObject({ drift: { id, sentence } });
    expect(await listed()).toEqual([]);
    const [last] = (await org.store.ledger.list("staging", 1, 100)).slice(-1);
    expect(last).toMatchObject({
      kind: "drift-reverted",
      body: { reason: "Not reviewed.", actor: { id: "token:deployer" } },
    });
  });

  test("is proposed as a change of git", async () => {
    const response = await post(`${id}/adopt`, { reason: "It was urgent." });
    expect(await response.json()).toEqual({ adoption: { kind: "commands", commands: ["git push"] } });
    expect(await kinds()).toContain("drift-adopted");
  });

  test("is acknowledged until an instant that lies ahead", async () => {
    const past = await post(`${id}/acknowledge`, { reason: "Known.", until: "2001-01-01T00:00:00Z" });
    expect(past.status).toBe(400);
    expect(await past.json()).toMatchObject({ errors: [{ path: "/until" }] });
    const until = "2999-01-01T00:00:00Z";
    const response = await post(`${id}/acknowledge`, { reason: "Known.", until });
    expect(await response.json()).toMatchObject({
      drift: {
        acknowledgement: { until: "2999-01-01T00:00:00.000Z", reason: "Known.", actor: "token:deployer" },
      },
    });
    expect(await kinds()).toContain("drift-acknowledged");
  });

  test.each(["revert", "adopt", "acknowledge"])(
    "%s needs a reason, and a difference that is there",
    async (way) => {
      const until = way === "acknowledge" ? { until: "2999-01-01T00:00:00Z" } : {};
      expect((await post(`${id}/${way}`, { reason: " ", ...until })).status).toBe(400);
      expect((await post(`gone/${way}`, { reason: "Because.", ...until })).status).toBe(404);
    },
  );
});
