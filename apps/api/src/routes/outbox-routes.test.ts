import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { bodyOf, openTestApi, type TestApi } from "../testing/open-test-api.ts";

let org: TestApi;

beforeEach(async () => {
  org = await openTestApi();
  await org.store.outbox.append(
    ["a", "b", "c"].map((target) => ({ topic: "check", target, body: { summary: "x".repeat(60_000) } })),
  );
  await org.store.outbox.markDelivered({ position: 1, edition: 1 });
  await org.store.outbox.bury({ position: 2, edition: 1 }, "The forge refuses this.");
});
afterEach(() => org.close());

interface Listed {
  readonly outbox: object;
  readonly items: readonly { readonly target: string; readonly state: string }[];
  readonly next: string | null;
}

const list = (query = "") => bodyOf<Listed>(org.request(`/api/v1/outbox${query}`));

describe("the outbox", () => {
  test("is counted and listed newest first, by state and in pages", async () => {
    const { outbox, items } = await list();
    expect(outbox).toEqual({ pending: 1, dead: 1, oldestAt: expect.any(String) });
    expect(items.map(({ target, state }) => [target, state])).toEqual([
      ["c", "pending"],
      ["b", "dead"],
      ["a", "delivered"],
    ]);
    expect((await list("?state=dead")).items).toMatchObject([
      { position: 2, error: "The forge refuses this.", attempts: 1, edition: 1, nextAt: null },
    ]);
    const first = await list("?limit=2");
    expect((await list(`?limit=2&cursor=${first.next}`)).items.map(({ target }) => target)).toEqual(["a"]);
  });

  test("what was given up is sent again when an admin asks", async () => {
    const retry = (position: number) =>
      org.request(`/api/v1/outbox/${position}/retry`, { method: "POST", as: "admin", body: {} });
    const response = await retry(2);
    expect([response.status, await response.json()]).toEqual([
      202,
      { entry: { position: 2, state: "pending" } },
    ]);
    expect(await org.store.outbox.listDue(["check"], 10)).toHaveLength(2);
    for (const position of [1, 2, 3, 99]) expect((await retry(position)).status).toBe(404);
  });
});
