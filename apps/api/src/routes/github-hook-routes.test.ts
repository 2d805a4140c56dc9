import type { Delivery } from "@lockstep/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type ServedApi, serveApi } from "../serve-api.ts";
import { fakeDoor } from "../testing/fake-forge.ts";
import { openTestApi, type TestApi } from "../testing/open-test-api.ts";

const mebibyte = 1_048_576;

let org: TestApi;
let served: ServedApi;

beforeEach(async () => {
  org = await openTestApi({}, { forgeDoor: fakeDoor });
  served = await serveApi(org.api, { host: "127.0.0.1", port: 0, graceMs: 1_000 });
});
afterEach(async () => {
  await served.stop();
  await org.close();
});

/** Sends a delivery over a real socket. */
async function send(id: string, init: { body?: string; headers?: Record<string, string> } = {}) {
  const response = await fetch(`http://127.0.0.1:${served.port}/api/v1/hooks/github`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Signature": "signed",
      "X-Delivery": id,
      ...init.headers,
    },
    body: init.body ?? "{}",
  });
  const isClosed = response.headers.get("Connection") === "close";
  return { status: response.status, isClosed, answer: (await response.json()) as object };
}

async function listed(): Promise<readonly Delivery[]> {
  return (await org.store.deliveries.list({ states: [] }, { limit: 100, cursor: null })).items;
}

describe("the door of GitHub's webhooks", () => {
  test("stores a delivery before it answers, and tells whoever looks into it", async () => {
    let heard = 0;
    org.store.signals.listen("hint", () => (heard += 1));
    expect(await send("guid-1")).toEqual({
      status: 202,
      isClosed: false,
      answer: { delivery: { id: "guid-1", state: "new" } },
    });
    expect(await listed()).toMatchObject([{ id: "guid-1", state: "pending", attempts: 0 }]);
    expect(heard).toBe(1);
  });

  test("knows a delivery that is sent again, by hook and id", async () => {
    const states = [
      await send("guid-1"),
      await send("guid-1"),
      await send("guid-1", { headers: { "X-Hook": "2" } }),
    ];
    expect(states.map(({ answer }) => answer)).toEqual(
      ["new", "known", "new"].map((state) => ({ delivery: { id: "guid-1", state } })),
    );
    expect(await listed()).toHaveLength(2);
  });

  test("takes a body of 25 MiB and none that is larger", async () => {
    const body = "x".repeat(25 * mebibyte);
    expect((await send("large", { body })).status).toBe(202);
    expect(await send("too-large", { body: `${body}x` })).toMatchObject({
      status: 413,
      isClosed: true,
      answer: { code: "too-large" },
    });
    expect((await send("after")).status).toBe(202);
    expect((await listed()).map(({ id, repository }) => [id, repository])).toEqual([
      ["after", "2"],
      ["large", String(25 * mebibyte)],
    ]);
  });

  test.each<[string, Record<string, string>, number, string]>([
    ["a form", { "Content-Type": "application/x-www-form-urlencoded" }, 415, "unsupported-media-type"],
    ["a wrong signature", { "X-Signature": "forged" }, 401, "unauthenticated"],
  ])("stores nothing of %s", async (_, headers, status, code) => {
    expect(await send("guid-1", { headers })).toMatchObject({ status, answer: { code } });
    expect(await listed()).toEqual([]);
  });

  test("answers a burst with nothing lost and nothing twice", async () => {
    const ids = Array.from({ length: 300 }, (_, number) => `guid-${number}`);
    const answers = await Promise.all([...ids, ...ids].map((id) => send(id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(answers.filter(({ answer }) => JSON.stringify(answer).includes('"new"'))).toHaveLength(300);
    const pending = await org.store.deliveries.listPending(1_000);
    expect(new Set(pending.map(({ id }) => id))).toEqual(new Set(ids));
    expect(pending).toHaveLength(300);
  });

  test("needs no token, and is described", async () => {
    const response = await org.request("/api/v1/hooks/github", {
      method: "POST",
      as: null,
      body: {},
      headers: { "X-Signature": "signed", "X-Delivery": "guid-1" },
    });
    expect(response.status).toBe(202);
  });

  test("does not stand in the way of a pipeline's hook", async () => {
    const response = await org.request("/api/v1/hooks/github/orders/inbound", {
      method: "POST",
      as: null,
      body: {},
    });
    expect(await response.json()).not.toMatchObject({ code: "NO_WEBHOOK_SECRET" });
  });
});

test("without a webhook secret there is no door, and the answer says what to set", async () => {
  const closed = await openTestApi();
  const response = await closed.request("/api/v1/hooks/github", { method: "POST", as: null, body: {} });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    code: "NO_WEBHOOK_SECRET",
    detail: expect.stringContaining("LOCKSTEP_GITHUB_WEBHOOK_SECRET"),
  });
  await closed.close();
});
