import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { claimRun, endRun } from "../testing/end-run.ts";
import { type HookWorld, json, openHookWorld, signed } from "../testing/open-hook-world.ts";

const hmac = { type: "hmac-sha256", secret: "HOOK_KEY" } as const;

let world: HookWorld;

beforeEach(async () => {
  world = await openHookWorld();
});
afterEach(() => world.close());

describe("a signed hook", () => {
  test("takes a signed body once, and answers a replay with the first run only", async () => {
    await world.seed({ hook: { auth: hmac, respond: "wait" } });
    const headers = signed('{"n":1}');
    const first = world.send({ headers, body: '{"n":1}' });
    await endRun(world.org.store, await claimRun(world.org.store), { to: "completed", output: "canary" });
    const { status, answer } = await first;
    expect([status, answer.output]).toEqual([200, "canary"]);
    const replay = await world.send({ headers, body: '{"n":1}' });
    expect([replay.status, replay.answer.duplicate, replay.answer.run.id]).toEqual([
      202,
      true,
      answer.run.id,
    ]);
    expect(replay.text).not.toContain("canary");
    expect(await world.runs()).toHaveLength(1);
  });

  test("sent at once by many starts one run", async () => {
    await world.seed({ hook: { auth: hmac } });
    const headers = signed("{}");
    const sent = await Promise.all(Array.from({ length: 12 }, () => world.send({ headers, body: "{}" })));
    expect(new Set(sent.map(({ answer }) => answer.run.id)).size).toBe(1);
    expect(await world.runs()).toHaveLength(1);
  });

  const at = Math.floor(Date.now() / 1_000);
  test.each([
    ["no signature", json],
    ["another key", signed("{}", { key: "other" })],
    ["another body", signed('{"x":1}')],
    ["an old timestamp", signed("{}", { at: at - 3_600 })],
    ["a timestamp to come", signed("{}", { at: at + 3_600 })],
    ["the wrong header", signed("{}", { header: "X-Other" })],
    ["no timestamp", { ...json, "X-Lockstep-Signature": "v1=00" }],
  ])("refuses %s, always in the same words", async (_, headers) => {
    await world.seed({ hook: { auth: hmac } });
    const { status, answer, text } = await world.send({ headers, body: "{}" });
    expect([status, answer.code]).toEqual([401, "unauthenticated"]);
    expect(text).toContain("does not prove who sent it");
    expect([await world.runs(), await world.firings()]).toEqual([[], []]);
  });

  test("takes the header and the tolerance that it names", async () => {
    await world.seed({ hook: { auth: { ...hmac, header: "X-Proof", tolerance: "2h" } } });
    const headers = signed("{}", { header: "X-Proof", at: at - 3_600 });
    expect((await world.send({ headers, body: "{}" })).status).toBe(202);
    expect(JSON.stringify(await world.runs())).not.toContain("x-proof");
  });

  test("gives the first run again for the same dedupeKey, and its output to who waits", async () => {
    await world.seed({ hook: { auth: hmac, respond: "wait", dedupeKey: "{{ trigger.body.order }}" } });
    const first = world.send({ headers: signed('{"order":7}'), body: '{"order":7}' });
    await endRun(world.org.store, await claimRun(world.org.store), { to: "completed", output: { total: 3 } });
    const { answer } = await first;
    const body = '{"order":7,"again":true}';
    const again = await world.send({ headers: signed(body), body });
    expect([again.status, again.answer.duplicate, again.answer.run.id]).toEqual([200, true, answer.run.id]);
    expect(again.answer.output).toEqual({ total: 3 });
    const other = '{"order":8}';
    const next = world.send({ headers: signed(other), body: other });
    await endRun(world.org.store, await claimRun(world.org.store), {
      to: "failed",
      error: { type: "execution", message: "no" },
    });
    expect((await next).answer).toMatchObject({
      duplicate: false,
      run: { status: "failed" },
      error: { message: "no" },
    });
    expect(await world.runs()).toHaveLength(2);
  });

  test("that cannot start its run says so, writes it down, and takes the same signature again", async () => {
    const schema = { type: "object", required: ["body"], properties: { body: { type: "string" } } };
    await world.seed({ hook: { auth: hmac }, pipeline: { input: { schema, sample: { body: "x" } } } });
    const headers = signed("{}");
    const { status, text } = await world.send({ headers, body: "{}" });
    expect(status).toBe(400);
    expect(text).toContain("/body");
    expect(await world.firings()).toMatchObject([
      { state: "failed", run: null, reason: { code: "INVALID_INPUT" } },
    ]);
    expect((await world.send({ headers, body: "{}" })).status).toBe(400);
  });
});
