import { afterEach, beforeEach, expect, test } from "vitest";

import { type ForgeOnGitHub, signal, startForge } from "../forge-on-github.fixture.ts";

let on: ForgeOnGitHub;
let status: number;

beforeEach(async () => {
  on = await startForge();
  status = 202;
  on.github.webhooks.configure({
    url: "https://lockstep.example.com/hook",
    send: async () => status,
    secret: "s",
  });
});

afterEach(async () => {
  await on.github.close();
  expect(on.github.violations).toEqual([]);
});

const since = "2026-02-03T00:00:00.000Z";

async function ping(answered: number) {
  status = answered;
  on.github.ping();
  await on.github.webhooks.settled();
}

test("what never arrived is listed once, and arrives when it is asked for again", async () => {
  await ping(202);
  await ping(500);
  await ping(0);
  const failed = await on.forge.listFailedDeliveries(since, signal);
  expect(failed).toMatchObject([{ event: "ping" }, { event: "ping" }]);
  status = 503;
  for (const { id } of failed) await on.forge.redeliver(id, signal);
  await on.github.webhooks.settled();
  expect(await on.forge.listFailedDeliveries(since, signal)).toHaveLength(2);
  status = 202;
  for (const { id } of await on.forge.listFailedDeliveries(since, signal))
    await on.forge.redeliver(id, signal);
  await on.github.webhooks.settled();
  expect(await on.forge.listFailedDeliveries(since, signal)).toEqual([]);
});

test("older ones, and those of other repositories, are left out", async () => {
  await ping(500);
  on.clock.time += 60_000;
  const other = await on.github.createRepository("acme/other");
  status = 500;
  await on.github.push(other, { branch: "main", files: { a: "1\n" } });
  await on.github.webhooks.settled();
  expect(await on.forge.listFailedDeliveries("2026-02-03T10:00:30.000Z", signal)).toEqual([]);
});

test("hundreds are read page by page", async () => {
  status = 500;
  for (let count = 0; count < 230; count += 1) on.github.ping();
  await on.github.webhooks.settled();
  expect(await on.forge.listFailedDeliveries(since, signal)).toHaveLength(230);
});

test("a token sees none", async () => {
  const forge = on.another({ signIn: { kind: "token", token: on.github.createUserToken("robot") } });
  expect(await forge.listFailedDeliveries(since, signal)).toEqual([]);
  await expect(forge.redeliver("1", signal)).rejects.toMatchObject({ kind: "forge-refused" });
});

test("ids that no number holds stay what they are", async () => {
  const id = "9223372036854775807";
  const asked: string[] = [];
  const attempt = `{"id":${id},"guid":"g","delivered_at":"2026-02-03T09:00:00Z","redelivery":false,"duration":1,
    "status":"x","status_code":500,"event":"push","action":null,"installation_id":1,"repository_id":null}`;
  const forge = on.another({
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      if (!url.includes("/app/hook/deliveries")) return await fetch(input, init);
      asked.push(url);
      const isListing = init?.method === "GET";
      const headers = { "content-type": "application/json" };
      return new Response(isListing ? `[${attempt}]` : "{}", { status: isListing ? 200 : 202, headers });
    },
  });
  expect(await forge.listFailedDeliveries(since, signal)).toMatchObject([{ id }]);
  await forge.redeliver(id, signal);
  expect(asked.at(-1)).toMatch(new RegExp(`/${id}/attempts$`));
});
