import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { endRun } from "../testing/end-run.ts";
import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { attemptOf, claimGreet, journal, lineOf, seedGreet } from "../testing/seed-run.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedGreet(org.store, "staging");
});
afterEach(() => org.close());

const erase = (id: string, reason = "asked for by the customer", token = org.secrets.admin) =>
  org.request(`/api/v1/runs/${id}/erase`, { method: "POST", token, body: { reason } });

async function failedRun(): Promise<string> {
  const claimed = await claimGreet(org);
  const { id } = claimed.run;
  const error = { type: "http", message: "canary", details: { body: "canary" } } as const;
  await journal(org.store, claimed, {
    attempts: [attemptOf(id, { output: "canary" }), attemptOf(id, { step: "bad", state: "failed", error })],
    logs: [lineOf(id, { message: "canary" })],
  });
  await endRun(org.store, claimed, { to: "failed", error });
  return id;
}

describe("erasing a run", () => {
  test("leaves no payload in any answer, and a record with actor and reason", async () => {
    const id = await failedRun();
    const before = await bodyOf<{ run: object }>(org.request(`/api/v1/runs/${id}`));
    expect(JSON.stringify(before)).toContain("canary");
    const { run, erasure } = await bodyOf<{ run: object; erasure: object }>(erase(id));
    expect(erasure).toMatchObject({
      run: id,
      environment: "staging",
      actor: { kind: "token", id: "token:admin" },
      reason: "asked for by the customer",
      attempts: 2,
      logs: 1,
    });
    expect(run).toMatchObject({ id, status: "failed", input: null, slug: "greet", version: "1.0.0" });
    for (const rest of ["", "/steps?items=all", "/steps/bad", "/logs", "/events?logs=all"]) {
      const text = await (await org.request(`/api/v1/runs/${id}${rest}`)).text();
      expect(text, rest).not.toContain("canary");
      expect(text.length).toBeGreaterThan(10);
    }
    const { items } = await bodyOf<{ items: object[] }>(org.request("/api/v1/erasures?environment=staging"));
    expect(items).toEqual([erasure]);
  });

  test("forgets what was answered to keyed requests about the run", async () => {
    const id = await failedRun();
    const headers = { "Idempotency-Key": "one" };
    const cancel = () => org.request(`/api/v1/runs/${id}/cancel`, { method: "POST", as: "runner", headers });
    expect(await (await cancel()).text()).toContain("canary");
    await erase(id);
    expect(await (await cancel()).text()).not.toContain("canary");
  });

  test("happens once, needs a reason, an admin, and a run that has ended", async () => {
    const id = await failedRun();
    expect((await erase(id, "")).status).toBe(400);
    expect((await erase(id, "asked", org.secrets.approver)).status).toBe(403);
    const first = await bodyOf<{ erasure: object }>(erase(id, "first"));
    expect((await bodyOf<{ erasure: object }>(erase(id, "second"))).erasure).toEqual(first.erasure);
    const { run } = await claimGreet(org);
    const refused = await erase(run.id);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "RUN_NOT_ENDED" });
  });

  test("is for those whose token reaches the run", async () => {
    const id = await failedRun();
    const { secret } = await org.makeToken("elsewhere", "admin", ["production"]);
    expect((await erase(id, "asked", secret)).status).toBe(404);
    await erase(id);
    const { items } = await bodyOf<{ items: object[] }>(org.request("/api/v1/erasures", { token: secret }));
    expect(items).toEqual([]);
  });
});
