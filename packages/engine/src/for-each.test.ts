import { describe, expect, test } from "vitest";

import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { forEachOf, httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { createWorld, runId } from "./testing/run-world.ts";

const answers = createFakeHttpClient(({ url }) =>
  url.pathname.startsWith("/bad") ? { status: 500 } : { json: url.pathname },
);

const bodies = { value: "{{ steps.each.output.map(one, one.body) }}", schema: true };

describe("a forEach step", () => {
  test("gives one output per item in the order of the items, however they end", async () => {
    let open: (() => void) | null = null;
    const first = new Promise<void>((resolve) => (open = resolve));
    const http = {
      ...answers,
      async send(request: Parameters<typeof answers.send>[0]) {
        if (request.url.pathname === "/a") await first;
        if (request.url.pathname === "/c") open?.();
        return answers.send(request);
      },
    };
    const each = httpStep("each", {
      path: "{{ it }}",
      forEach: forEachOf(["a", "b", "c"], { concurrency: 3 }),
    });
    const world = await createWorld(pipelineOf([each], { output: bodies }), { http });
    expect(await world.execute()).toMatchObject({ state: "completed", output: ["/a", "/b", "/c"] });
  });

  test("knows the item and its index", async () => {
    const each = stepOf("each", {
      type: "echo",
      with: { value: "{{ index }}:{{ page }}" },
      forEach: forEachOf("{{ input.pages }}", { as: "page" }),
    });
    const world = await createWorld(
      pipelineOf([each], { output: { value: "{{ steps.each.output }}", schema: true } }),
      {
        input: { pages: ["x", "y"] },
      },
    );
    expect(await world.execute()).toMatchObject({ output: ["0:x", "1:y"] });
  });

  test("without items gives an empty list", async () => {
    const each = httpStep("each", { forEach: forEachOf([]) });
    const world = await createWorld(
      pipelineOf([each], { output: { value: "{{ steps.each.output }}", schema: true } }),
    );
    expect(await world.execute()).toMatchObject({ state: "completed", output: [] });
  });

  test("runs no more items at once than its concurrency", async () => {
    let running = 0;
    let most = 0;
    const http = {
      ...answers,
      async send(request: Parameters<typeof answers.send>[0]) {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return answers.send(request);
      },
    };
    const items = Array.from({ length: 20 }, (_, index) => `i${index}`);
    const each = httpStep("each", { path: "{{ it }}", forEach: forEachOf(items, { concurrency: 3 }) });
    const world = await createWorld(pipelineOf([each]), { http });
    expect(await world.execute()).toMatchObject({ state: "completed" });
    expect(most).toBe(3);
  });

  test("fails with the first failed item and starts no further ones", async () => {
    const each = httpStep("each", {
      path: "{{ it }}",
      forEach: forEachOf(["ok", "bad", "never"], { concurrency: 1 }),
    });
    const world = await createWorld(pipelineOf([each]), { http: answers });
    const run = await world.execute();
    expect(run).toMatchObject({ state: "failed", error: { type: "http", step: "each" } });
    expect(run.error?.message).toMatch(/^Item 1: /);
    expect((await world.attempts()).some(({ item }) => item === 2)).toBe(false);
  });

  test("collects what every item came to", async () => {
    const each = httpStep("each", {
      path: "{{ it }}",
      forEach: forEachOf(["ok", "bad"], { onItemError: "collect" }),
    });
    const world = await createWorld(
      pipelineOf([each], { output: { value: "{{ steps.each.output }}", schema: true } }),
      { http: answers },
    );
    expect(await world.execute()).toMatchObject({
      state: "completed",
      output: [
        { ok: true, value: { body: "/ok" } },
        { ok: false, error: { type: "http" } },
      ],
    });
  });

  test("drops failed items", async () => {
    const each = httpStep("each", {
      path: "{{ it }}",
      forEach: forEachOf(["a", "bad", "c"], { onItemError: "drop", concurrency: 1 }),
    });
    const world = await createWorld(pipelineOf([each], { output: bodies }), { http: answers });
    expect(await world.execute()).toMatchObject({ state: "completed", output: ["/a", "/c"] });
  });

  test("retries items one by one", async () => {
    const http = createFakeHttpClient(({ url }, count) =>
      url.pathname === "/b" && count === 1 ? { status: 500 } : { json: url.pathname },
    );
    const each = httpStep("each", {
      path: "{{ it }}",
      forEach: forEachOf(["a", "b"]),
      retry: retryOf({ maxAttempts: 2, baseDelay: "10ms" }),
    });
    const world = await createWorld(pipelineOf([each], { output: bodies }), { http });
    expect(await world.finish()).toMatchObject({ state: "completed", output: ["/a", "/b"] });
    expect(http.requests).toHaveLength(3);
  });

  test("gives each item its own idempotency key", async () => {
    const http = createFakeHttpClient(() => ({ json: null }));
    const each = httpStep("each", {
      with: { url: "https://example.test/{{ it }}", method: "POST" },
      forEach: forEachOf(["a", "b"]),
    });
    await (await createWorld(pipelineOf([each]), { http })).execute();
    expect(http.requests.map(({ headers }) => headers["idempotency-key"])).toEqual([
      `${runId}/each/0`,
      `${runId}/each/1`,
    ]);
  });

  test.each([
    ["more items than maxItems", [1, 2, 3], "validation"],
    ["something that is no list", { a: 1 }, "expression"],
    ["an expression that fails", "{{ input.nothing }}", "expression"],
  ] as const)("fails for %s, by its onError", async (_, items, type) => {
    const forEach = forEachOf(items, { maxItems: 2 });
    const failed = await createWorld(pipelineOf([httpStep("each", { forEach })]), { input: {} });
    expect(await failed.execute()).toMatchObject({ state: "failed", error: { type, step: "each" } });
    const handled = httpStep("each", { forEach, onError: { strategy: "fallback", value: [], on: [type] } });
    const world = await createWorld(pipelineOf([handled]), { input: {} });
    expect(await world.execute()).toMatchObject({ state: "completed" });
  });

  test("judges when once, before the items", async () => {
    const each = httpStep("each", { when: "{{ false }}", forEach: forEachOf("{{ input.nothing }}") });
    const world = await createWorld(pipelineOf([each]), { input: {} });
    expect(await world.execute()).toMatchObject({ state: "completed" });
    expect(await world.attempts()).toMatchObject([{ item: -1, attempt: 0, state: "skipped" }]);
  });

  test("delays its start once for all items, and keeps its items while it waits for a retry", async () => {
    const http = createFakeHttpClient((_, count) => (count === 1 ? { status: 500 } : { json: "ok" }));
    const each = httpStep("each", {
      path: "{{ it }}",
      startDelay: "1m",
      forEach: forEachOf(["a"]),
      retry: retryOf({ maxAttempts: 2, baseDelay: "1m" }),
    });
    const world = await createWorld(pipelineOf([each]), { http });
    expect(await world.execute()).toMatchObject({ state: "waiting" });
    world.time.advance(60_000);
    expect(await world.execute()).toMatchObject({ state: "waiting" });
    expect((await world.attempts()).find(({ item }) => item === -1)).toMatchObject({
      state: "running",
      output: ["a"],
    });
    world.time.advance(60_000);
    expect(await world.execute()).toMatchObject({ state: "completed" });
  });

  test("gets through thousands of pure items quickly", async () => {
    const items = Array.from({ length: 5_000 }, (_, index) => index);
    const each = stepOf("each", {
      type: "echo",
      with: { value: "{{ it * 2 }}" },
      forEach: forEachOf(items, { maxItems: 10_000, concurrency: 50 }),
    });
    const world = await createWorld(
      pipelineOf([each], { output: { value: "{{ steps.each.output[4999] }}", schema: true } }),
    );
    expect(await world.execute()).toMatchObject({ state: "completed", output: 9_998 });
  });
});
