import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";
import { seedEnvironment } from "../testing/seed-applied.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await seedEnvironment(org.store, "staging");
});
afterEach(() => org.close());

const path = "/api/v1/environments/staging/reconcile";

/** Does what a controller does with a hint: looks, and writes down what it found. */
function controllerFinds(state: "pending" | "in-sync" | "refused" | "waiting"): void {
  const stop = org.store.signals.listen("hint", () => {
    stop();
    void settle(state);
  });
}

async function settle(state: "pending" | "in-sync" | "refused" | "waiting"): Promise<void> {
  const asked = await org.store.now();
  while ((await org.store.now()) <= asked);
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
    controllerFinds(state);
    const response = await org.request(`${path}?wait=20s`, { method: "POST", as: "deployer" });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      environment: { state, desired: { revision: "c".repeat(40) } },
    });
  });

  test("answers 202 when the look has not come to an end in time", async () => {
    controllerFinds("pending");
    const response = await org.request(`${path}?wait=50ms`, { method: "POST", as: "deployer" });
    expect(response.status).toBe(202);
  });
});
