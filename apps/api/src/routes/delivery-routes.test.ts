import type { Delivery } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";

const hint = { ref: "refs/heads/main", pullRequest: null, headRevision: null, request: null };

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  for (const id of ["guid-1", "guid-2", "guid-3"]) {
    await org.store.deliveries.receive({
      hook: "1",
      id,
      event: "push",
      action: null,
      repository: "42",
      hint,
    });
  }
});
afterEach(() => org.close());

type Listed = { readonly items: readonly Delivery[]; readonly next: string | null };

const list = (query = "") => bodyOf<Listed>(org.request(`/api/v1/deliveries${query}`));

describe("deliveries", () => {
  test("are listed newest first, by state and in pages", async () => {
    const first = await list("?limit=2");
    expect(first.items.map(({ id }) => id)).toEqual(["guid-3", "guid-2"]);
    const second = await list(`?limit=2&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ id: "guid-1", event: "push", hint }], next: null });
    await org.store.deliveries.settle([1, 2], "ignored", "Not of this repository.");
    expect((await list("?state=pending")).items.map(({ id }) => id)).toEqual(["guid-3"]);
    expect((await list("?state=ignored&state=dead")).items).toHaveLength(2);
    expect((await org.request("/api/v1/deliveries?state=lost")).status).toBe(400);
  });

  test("a dead one is looked into again when an admin asks", async () => {
    await org.store.deliveries.settle([2], "dead", "Broken.");
    const retry = () => org.request("/api/v1/deliveries/2/retry", { method: "POST", as: "admin", body: {} });
    const response = await retry();
    expect([response.status, await response.json()]).toEqual([
      202,
      { delivery: { position: 2, state: "pending" } },
    ]);
    expect(await org.store.deliveries.listPending(10)).toHaveLength(3);
    expect((await retry()).status).toBe(404);
  });

  test.each(["0", "-1", "1e3", "x", "9999999999999999"])("no delivery has position %s", async (position) => {
    const path = `/api/v1/deliveries/${position}/retry`;
    expect((await org.request(path, { method: "POST", as: "admin", body: {} })).status).toBe(404);
  });

  test.each([
    ["GET", "/api/v1/deliveries"],
    ["POST", "/api/v1/deliveries/1/retry"],
    ["GET", "/api/v1/outbox"],
    ["POST", "/api/v1/outbox/1/retry"],
    ["GET", "/api/v1/forge"],
  ])("%s %s is not for tokens of some environments", async (method, path) => {
    const { secret } = await org.makeToken("some", "admin", ["staging"]);
    const response = await org.request(path, { method, token: secret, body: {} });
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { code: "ENVIRONMENT_OUT_OF_REACH" },
    ]);
  });
});
