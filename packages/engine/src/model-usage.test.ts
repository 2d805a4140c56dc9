import { Failure } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { type Answer, createFakeHttpClient } from "./testing/fake-http-client.ts";
import { forEachOf, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { createRecordedStreams } from "./testing/recorded-streams.ts";
import { createWorld } from "./testing/run-world.ts";

const ask = {
  type: "llm",
  effects: "read",
  with: {
    baseUrl: "https://llm.example/v1",
    model: "m",
    prompt: "Hi",
    price: { inputPerMillion: 1_000, outputPerMillion: 10_000 },
  },
} as const;

function answer(content: string): Answer {
  const usage = { prompt_tokens: 100, completion_tokens: 10 };
  return { json: { choices: [{ message: { content }, finish_reason: "stop" }], usage } };
}

const rateLimit = (after: string): Answer => ({ status: 429, headers: { "retry-after": after } });

describe("what a model costs", () => {
  test("stands with the attempt and adds up on the run, items and failed attempts included", async () => {
    const schema = { type: "object" };
    const http = createFakeHttpClient((_request, count) => answer(count > 3 ? "{}" : "no object"));
    const step = stepOf("ask", {
      ...ask,
      with: { ...ask.with, responseSchema: schema },
      forEach: forEachOf([1, 2], { concurrency: 1, onItemError: "collect" }),
    });
    const world = await createWorld(pipelineOf([step]), { http });
    const run = await world.finish();
    const attempts = (await world.attempts()).filter(({ item }) => item >= 0);
    expect(attempts).toMatchObject([
      { item: 0, state: "failed", usage: { inputTokens: 200, outputTokens: 20, cost: 0.4 } },
      { item: 1, state: "completed", usage: { inputTokens: 200, outputTokens: 20, cost: 0.4 } },
    ]);
    expect(run.cost).toBeCloseTo(0.8);
  });

  test("is nothing for steps that ask no model, and unknown without a price", async () => {
    const { price: _price, ...free } = ask.with;
    const steps = [stepOf("plain"), stepOf("ask", { ...ask, with: free })];
    const world = await createWorld(pipelineOf(steps), { http: createFakeHttpClient(() => answer("x")) });
    const run = await world.finish();
    const usages = (await world.attempts()).map(({ step, usage }) => [step, usage]);
    expect(Object.fromEntries(usages)).toEqual({
      plain: null,
      ask: { inputTokens: 100, outputTokens: 10, cost: null },
    });
    expect(run.cost).toBe(0);
  });
});

describe("what a cancelled answer costs", () => {
  test("is what was counted until then", async () => {
    const event = (type: string, fields: object) => `data: ${JSON.stringify({ type, ...fields })}\n\n`;
    const begun = event("message_start", { message: { usage: { input_tokens: 100, output_tokens: 1 } } });
    const controller = new AbortController();
    const http = {
      ...createFakeHttpClient(() => null),
      stream: async () => ({ status: 200, headers: {}, body: beginning(begun, controller) }),
    };
    const step = stepOf("ask", { ...ask, with: { ...ask.with, provider: "anthropic", stream: true } });
    const world = await createWorld(pipelineOf([step]), { http });
    const run = await world.execute(controller.signal);
    expect(run).toMatchObject({ state: "cancelled", cost: expect.closeTo(0.11) });
    expect(await world.attempts()).toMatchObject([{ state: "cancelled", usage: { inputTokens: 100 } }]);
  });

  /** A stream that begins, is cancelled, and never ends by itself. */
  async function* beginning(text: string, controller: AbortController): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
    controller.abort(new Failure("cancelled", "Somebody cancelled the run."));
    await new Promise(() => undefined);
  }
});

describe("a rate limit", () => {
  const step = stepOf("ask", {
    ...ask,
    retry: retryOf({ maxAttempts: 2, baseDelay: "1s", on: ["provider"] }),
  });

  test("is waited for as long as the provider asks, holding nothing", async () => {
    const http = createFakeHttpClient((_request, count) => (count === 1 ? rateLimit("120") : answer("x")));
    const world = await createWorld(pipelineOf([step]), { http });
    const parked = await world.execute();
    expect(parked).toMatchObject({ state: "waiting", wakeAt: "2026-02-03T14:02:00.000Z" });
    expect(await world.attempts()).toMatchObject([
      { state: "failed", error: { type: "provider", retryAfterMs: 120_000 } },
      { state: "waiting", retryAt: "2026-02-03T14:02:00.000Z" },
    ]);
    world.time.advance(120_000);
    expect(await world.execute()).toMatchObject({ state: "completed" });
  });

  test("that asks for less than the retry policy does not shorten its delay", async () => {
    const http = createFakeHttpClient((_request, count) => (count === 1 ? rateLimit("0") : answer("x")));
    const world = await createWorld(pipelineOf([step]), { http });
    const before = world.time.now();
    expect(await world.finish()).toMatchObject({ state: "completed" });
    expect(world.time.now() - before).toBeGreaterThanOrEqual(1_000);
  });
});

describe("a streamed answer of a run", () => {
  test("is published with run, step, item, attempt and answer, and only what is whole is journaled", async () => {
    const event = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
    const http = createFakeHttpClient((_request, count) => ({
      body: Buffer.from(count === 1 ? event("Half") : `${event("Whole")}data: [DONE]\n\n`),
    }));
    const streams = createRecordedStreams();
    const step = stepOf("ask", {
      ...ask,
      with: { ...ask.with, stream: true },
      retry: retryOf({ maxAttempts: 2, baseDelay: "10ms" }),
      forEach: forEachOf(["only"]),
    });
    const world = await createWorld(pipelineOf([step]), { http, streams });
    expect(await world.finish()).toMatchObject({ state: "completed" });
    const origin = { environment: "staging", run: "run-1", step: "ask", item: 0, answer: 1, offset: 0 };
    expect(streams.pieces).toEqual([
      { ...origin, attempt: 1, text: "Half" },
      { ...origin, attempt: 2, text: "Whole" },
    ]);
    expect(JSON.stringify([await world.attempts(), world.store.events])).not.toContain("Half");
  });
});
