import { afterEach, beforeEach, expect, test } from "vitest";

import { openTestApi, type TestApi } from "../testing/open-test-api.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
});
afterEach(() => org.close());

test("workers are listed with their queues, load and last sign of life, but not how they lock jobs", async () => {
  await org.store.workers.beat({
    id: "worker-1",
    name: "host:1",
    queues: ["prod-finance"],
    concurrency: 8,
    running: 3,
    isDraining: false,
    pool: "pool-1",
  });
  const response = await org.request("/api/v1/workers", { as: "viewer" });
  expect(response.status).toBe(200);
  const { items } = (await response.json()) as { readonly items: readonly object[] };
  expect(items).toMatchObject([
    { name: "host:1", queues: ["prod-finance"], concurrency: 8, running: 3, isDraining: false },
  ]);
  expect(Object.keys(items[0] ?? {})).not.toContain("pool");
});

test("workers are not shown to tokens of some environments: they name hosts and queues of others", async () => {
  for (const environments of [["staging"], []]) {
    const { secret } = await org.makeToken("some", "admin", environments);
    const response = await org.request("/api/v1/workers", { token: secret });
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { code: "ENVIRONMENT_OUT_OF_REACH" },
    ]);
  }
});
