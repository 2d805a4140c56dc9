import { describe, expect, test } from "vitest";

import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { createOrgWorld, orgWorldOver } from "./testing/org-world.ts";
import { forEachOf, httpStep, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";

const hour = 3_600_000;

describe("a wait", () => {
  const sleeper = pipelineOf(
    [
      stepOf("sleep", { type: "wait", with: { for: "30m" } }),
      stepOf("after", {
        type: "echo",
        dependsOn: ["sleep"],
        with: { value: "{{ steps.sleep.output.until }}" },
      }),
    ],
    { output: { value: "{{ steps.after.output }}", schema: true } },
  );

  test("parks its run until the instant and holds nothing meanwhile", async () => {
    const org = createOrgWorld([sleeper]);
    const { id } = await org.start("sample");
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "waiting", wakeAt: "2026-02-03T14:30:00.000Z" });
    expect(await org.attempts(id)).toMatchObject([
      { step: "sleep", state: "waiting", waitsFor: { kind: "instant" }, retryAt: "2026-02-03T14:30:00.000Z" },
    ]);
    org.time.advance(29 * 60_000);
    expect(await org.store.claim({ holder: "x", queues: null, limit: 1, leaseMs: 1 })).toEqual([]);
    await org.finish();
    expect(await org.run(id)).toMatchObject({ state: "completed", output: "2026-02-03T14:30:00.000Z" });
  });

  test("goes on in another process after everything was stopped for longer than it lasts", async () => {
    const org = createOrgWorld([sleeper]);
    const { id } = await org.start("sample");
    await org.settle();
    org.time.advance(40 * 60_000);
    await orgWorldOver([sleeper], org).settle();
    expect(await org.run(id)).toMatchObject({ state: "completed", output: "2026-02-03T14:30:00.000Z" });
  });

  test.each([
    ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000Z"],
    ["2026-02-03T14:00:00.000+00:00", "2026-02-03T14:00:00.000Z"],
  ])("until %s, which has passed, is over at once", async (until, output) => {
    const org = createOrgWorld([pipelineOf([stepOf("sleep", { type: "wait", with: { until } })])]);
    const { id } = await org.start("sample");
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "completed" });
    expect(await org.attempts(id)).toMatchObject([{ state: "completed", output: { until: output } }]);
  });

  test.each(["soon", "2026-02-30T25:00:00Z"])("until %s fails instead of waiting", async (until) => {
    const org = createOrgWorld([pipelineOf([stepOf("sleep", { type: "wait", with: { until } })])]);
    const { id } = await org.start("sample");
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "failed", error: { type: "validation" } });
  });

  test("is not ended by the step's timeout, but by the run's deadline", async () => {
    const step = stepOf("sleep", { type: "wait", timeout: "1s", with: { until: "2099-01-01T00:00:00Z" } });
    const org = createOrgWorld([pipelineOf([step])]);
    const { id } = await org.start("sample");
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "waiting", wakeAt: "2026-02-03T15:00:00.000Z" });
    await org.finish();
    expect(await org.run(id)).toMatchObject({ state: "failed", error: { type: "timeout" } });
    expect(await org.attempts(id)).toMatchObject([{ state: "cancelled" }]);
  });

  test("in every item of a forEach keeps to the concurrency", async () => {
    const each = stepOf("sleep", {
      type: "wait",
      forEach: forEachOf([1, 2, 3], { concurrency: 2 }),
      with: { for: "10m" },
    });
    const org = createOrgWorld([pipelineOf([each])]);
    const { id } = await org.start("sample");
    await org.settle();
    expect((await org.attempts(id)).filter(({ state }) => state === "waiting")).toHaveLength(2);
    await org.finish();
    expect(await org.run(id)).toMatchObject({ state: "completed", endedAt: "2026-02-03T14:20:00.000Z" });
  });

  test("in one branch does not hold up the others", async () => {
    const http = createFakeHttpClient(() => ({ json: "fine" }));
    const org = createOrgWorld(
      [pipelineOf([stepOf("sleep", { type: "wait", with: { for: "10m" } }), httpStep("work")])],
      { http },
    );
    await org.start("sample");
    await org.settle();
    expect(http.requests).toHaveLength(1);
  });
});

describe("an approval", () => {
  const form = {
    type: "object",
    required: ["ok"],
    properties: { ok: { type: "boolean" }, note: { type: "string" } },
  } as const;
  const ask = (given: Parameters<typeof stepOf>[1] = {}) =>
    stepOf("ask", {
      type: "approval",
      with: { prompt: "Ship {{ input.what }}?", assignees: ["team:ops"], form, expiresAfter: "30m" },
      ...given,
    });
  const asking = pipelineOf(
    [
      ask(),
      stepOf("ship", { type: "echo", dependsOn: ["ask"], with: { value: "{{ steps.ask.output.ok }}" } }),
    ],
    { output: { value: "{{ steps.ship.output }}", schema: true } },
  );
  const answer = { step: "ask", item: -1, attempt: 1, by: "token:ada", output: { ok: true } };

  test("waits for a person, then gives the answer as its output, and who gave it when", async () => {
    const org = createOrgWorld([asking]);
    const { id } = await org.start("sample", { what: "it" });
    await org.settle();
    expect((await org.store.listApprovals({ environment: "staging", run: null }, all)).items).toMatchObject([
      { run: id, step: "ask", asked: { prompt: "Ship it?", assignees: ["team:ops"], form } },
    ]);
    org.time.advance(60_000);
    expect(await org.store.answer({ ...answer, run: id })).toBe("accepted");
    expect(await org.store.answer({ ...answer, run: id })).toBe("answered");
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "completed", output: true });
    expect((await org.attempts(id))[0]).toMatchObject({
      state: "completed",
      output: { ok: true },
      reply: { by: "token:ada", at: "2026-02-03T14:01:00.000Z", result: null },
    });
    expect(await org.store.answer({ ...answer, run: id })).toBe("answered");
  });

  test("that nobody answers in time fails as a timeout, which a fallback turns into a default branch", async () => {
    const onError = { strategy: "fallback", value: { ok: false }, on: ["timeout"] } as const;
    const org = createOrgWorld([pipelineOf([ask({ onError })]), { ...asking, slug: "strict" }]);
    const [lenient, strict] = [
      await org.start("sample", { what: "" }),
      await org.start("strict", { what: "" }),
    ];
    await org.finish();
    expect(await org.run(lenient.id)).toMatchObject({
      state: "completed",
      endedAt: "2026-02-03T14:30:00.000Z",
    });
    expect(await org.run(strict.id)).toMatchObject({
      state: "failed",
      error: { type: "timeout", step: "ask", message: expect.stringContaining("team:ops") },
    });
    expect(await org.store.answer({ ...answer, run: strict.id })).toBe("expired");
  });

  test("answered in the last moment counts although its time is up when the run is looked at", async () => {
    const org = createOrgWorld([asking]);
    const { id } = await org.start("sample", { what: "" });
    await org.settle();
    org.time.advance(30 * 60_000 - 1);
    expect(await org.store.answer({ ...answer, run: id })).toBe("accepted");
    org.time.advance(hour / 4);
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "completed", output: true });
  });

  test("that is skipped never parks its run", async () => {
    const org = createOrgWorld([pipelineOf([ask({ when: "{{ false }}" })])]);
    const { id } = await org.start("sample", { what: "" });
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "completed" });
  });

  test("in one of many branches lets the others go on, and is heard while they are under way", async () => {
    const http = createFakeHttpClient(() => null);
    const slow = httpStep("slow", { timeout: "20m" });
    const fast = stepOf("fast", { type: "echo", dependsOn: ["ask"], with: { value: 1 } });
    const org = createOrgWorld([pipelineOf([ask(), slow, fast])], { http });
    const { id } = await org.start("sample", { what: "" });
    org.time.after(60_000, () => {
      void org.store.answer({ ...answer, run: id }).then(() => org.runner.hear(id));
    });
    await org.settle();
    const ended = new Map((await org.attempts(id)).map((attempt) => [attempt.step, attempt.endedAt]));
    expect(ended.get("fast")).toBe("2026-02-03T14:01:00.000Z");
    expect(ended.get("slow")).toBe("2026-02-03T14:20:00.000Z");
  });

  test("is asked again as often as retry allows", async () => {
    const retry = retryOf({ maxAttempts: 2, baseDelay: "1m", on: ["timeout"] });
    const org = createOrgWorld([pipelineOf([ask({ retry })])]);
    const { id } = await org.start("sample", { what: "" });
    await org.settle();
    org.time.advance(30 * 60_000);
    await org.settle();
    org.time.advance(60_000);
    await org.settle();
    expect(await org.store.answer({ ...answer, run: id, attempt: 1 })).toBe("expired");
    expect(await org.store.answer({ ...answer, run: id, attempt: 2 })).toBe("accepted");
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "completed" });
  });

  test("of each item is answered on its own", async () => {
    const each = ask({
      forEach: forEachOf(["a", "b"], { onItemError: "collect" }),
      with: { prompt: "{{ it }}?", assignees: ["team:ops"], expiresAfter: "10m" },
    });
    const pipeline = pipelineOf([each], { output: { value: "{{ steps.ask.output }}", schema: true } });
    const org = createOrgWorld([pipeline]);
    const { id } = await org.start("sample");
    await org.settle();
    expect(await org.store.answer({ ...answer, run: id, item: 1, output: {} })).toBe("accepted");
    await org.finish();
    expect((await org.run(id)).output).toMatchObject([
      { ok: false, error: { type: "timeout" } },
      { ok: true, value: {} },
    ]);
  });

  test("whose answer does not fit the step's own outputSchema fails it", async () => {
    const outputSchema = { type: "object", required: ["note"] };
    const org = createOrgWorld([pipelineOf([ask({ outputSchema })])]);
    const { id } = await org.start("sample", { what: "" });
    await org.settle();
    await org.store.answer({ ...answer, run: id });
    await org.settle();
    expect(await org.run(id)).toMatchObject({ state: "failed", error: { type: "validation" } });
  });

  test("that a return overtakes can no longer be answered", async () => {
    const end = stepOf("end", { type: "return", with: { value: 1 }, startDelay: "10s" });
    const org = createOrgWorld([pipelineOf([ask(), end])]);
    const { id } = await org.start("sample", { what: "" });
    await org.finish();
    expect(await org.run(id)).toMatchObject({ state: "completed", output: 1 });
    expect(await org.store.answer({ ...answer, run: id })).toBe("not-waiting");
  });
});

const all = { limit: 100, cursor: null };
