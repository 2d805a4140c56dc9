import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { compiledPipeline, seedDeploy, seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
  const pipelines = [compiledPipeline("greet")];
  await seedDeploy(org.store, { id: "deploy-1", environment: "staging", pipelines, state: "applied" });
});
afterEach(() => org.close());

const path = "/api/v1/environments/staging";
const post = (what: string, body: object, headers: Record<string, string> = {}) =>
  org.request(`${path}/${what}`, { method: "POST", as: "deployer", body: { ...body }, headers });

interface Held {
  readonly hold: { readonly id: string };
}

interface Shown {
  readonly environment: { readonly holds: number; readonly heldBy: readonly object[] };
}

describe("holding an environment", () => {
  test.each(["hold", "pause"])("%s places a hold that the environment shows", async (word) => {
    const response = await post(word, { reason: "Stock-taking." });
    expect(response.status).toBe(201);
    const { hold } = await bodyOf<Held>(response);
    expect(hold).toMatchObject({ kind: "pause", actor: { id: "token:deployer" }, liftedAt: null });
    const { environment } = await bodyOf<Shown>(org.request(path));
    expect(environment).toMatchObject({ holds: 1, heldBy: [hold] });
    expect(await bodyOf(org.request(`${path}/holds`))).toEqual({
      inForce: [hold],
      quarantine: [],
      items: [hold],
      next: null,
    });
  });

  test("asks for a reason and for the role deployer, and writes who was refused", async () => {
    expect((await post("hold", { reason: " " })).status).toBe(400);
    expect((await post("hold", {})).status).toBe(400);
    const denied = await org.request(`${path}/hold`, { method: "POST", body: { reason: "Mine." } });
    expect(denied.status).toBe(403);
    const [, entry] = await org.store.ledger.list("staging", 1, 9);
    expect(entry).toMatchObject({ kind: "denied", body: { attempted: "hold" } });
    expect((await org.store.holds.loadInForce("staging")).holds).toEqual([]);
  });

  test("happens once however often a request with a key is sent", async () => {
    const headers = { "Idempotency-Key": "once" };
    const first = await bodyOf<Held>(post("hold", { reason: "Stock-taking." }, headers));
    expect(await bodyOf<Held>(post("hold", { reason: "Stock-taking." }, headers))).toEqual(first);
    expect((await org.store.holds.loadInForce("staging")).holds).toHaveLength(1);
  });
});

describe("resuming an environment", () => {
  test("lifts all, or those that are named", async () => {
    const [first, second] = [
      await bodyOf<Held>(post("hold", { reason: "One." })),
      await bodyOf<Held>(post("hold", { reason: "Two." })),
    ];
    const named = await bodyOf(post("resume", { reason: "Done.", holds: [first.hold.id] }));
    expect(named).toMatchObject({ holds: [{ id: first.hold.id, liftReason: "Done." }] });
    const all = await bodyOf(post("resume", { reason: "Done." }));
    expect(all).toMatchObject({ holds: [{ id: second.hold.id }] });
  });

  test("that somebody else did first is a conflict that says who it was", async () => {
    await post("hold", { reason: "Stock-taking." });
    const { secret } = await org.makeToken("bob", "deployer", null);
    await org.request(`${path}/resume`, { method: "POST", token: secret, body: { reason: "Done." } });
    const late = await post("resume", { reason: "Done, too." });
    expect(late.status).toBe(409);
    expect(await bodyOf(late)).toMatchObject({
      code: "NOTHING_HELD",
      detail: expect.stringContaining("token:bob lifted the last hold at") as string,
    });
  });
});
