import { Failure, type StepType, toTimestamp } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { environmentOf } from "./testing/environments.ts";
import { createFakeHttpClient } from "./testing/fake-http-client.ts";
import { httpStep, load, pipelineOf, retryOf, stepOf } from "./testing/pipelines.ts";
import { createWorld, runId } from "./testing/run-world.ts";

/** A step type of a later version. */
const unheardOf = "telepathy" as StepType;

describe("a run", () => {
  test("gives its output from what its steps gave", async () => {
    const pipeline = pipelineOf(
      [
        stepOf("greet", { type: "echo", with: { value: "Hello {{ input.name }}" } }),
        stepOf("shout", {
          type: "transform",
          dependsOn: ["greet"],
          with: { set: { text: "{{ upper(steps.greet.output) }}" } },
        }),
      ],
      { output: { value: { said: "{{ steps.shout.output.text }}" }, schema: true } },
    );
    const world = await createWorld(pipeline, { input: { name: "Ada" } });
    expect(await world.execute()).toMatchObject({
      state: "completed",
      output: { said: "HELLO ADA" },
      error: null,
    });
  });

  test("makes a run of pure steps durable in one write", async () => {
    const pipeline = pipelineOf([
      stepOf("a"),
      stepOf("b", { dependsOn: ["a"] }),
      stepOf("c", { dependsOn: ["b"] }),
    ]);
    const world = await createWorld(pipeline);
    let writes = 0;
    const { write } = world.store;
    Object.assign(world.store, { write: (entries: never) => ((writes += 1), write(entries)) });
    await world.execute();
    expect(writes).toBe(1);
  });

  test("journals the start of an effect before the effect, and its outcome before the next one", async () => {
    const seen: (string | undefined)[][] = [];
    const http = createFakeHttpClient(() => ({ json: null }));
    const world = await createWorld(pipelineOf([httpStep("one"), httpStep("two", { dependsOn: ["one"] })]), {
      http: {
        ...http,
        async send(request) {
          seen.push((await world.attempts()).map(({ step, state }) => `${step} ${state}`));
          return http.send(request);
        },
      },
    });
    expect(await world.execute()).toMatchObject({ state: "completed" });
    expect(seen).toEqual([["one running"], ["one completed", "two running"]]);
  });
});

describe("a stored manifest", () => {
  const pipeline = pipelineOf([httpStep("effect")]);

  test.each([
    ["has other content", async () => ({ ...load(pipeline), content: "sha256:00" as const })],
    ["is another manifest", async () => ({ ...load(pipeline), manifest: "sha256:00" as const })],
    ["is gone", async () => Promise.reject(new Failure("not-found", "gone"))],
    ["does not give its checksum", async () => Promise.reject(new Failure("row-tampered", "tampered"))],
  ])("that %s does not run", async (_, loadTampered) => {
    const http = createFakeHttpClient(() => ({ json: null }));
    const world = await createWorld(pipeline, { http, pipelines: { load: loadTampered } });
    expect(await world.execute()).toMatchObject({
      state: "failed",
      error: { type: "security", details: { code: "ROW_TAMPERED" } },
    });
    expect(http.requests).toHaveLength(0);
  });

  test("that cannot be read for a moment leaves the run to the next claim", async () => {
    const world = await createWorld(pipeline, {
      pipelines: { load: () => Promise.reject(new Failure("database-unreachable", "away")) },
    });
    await expect(world.execute()).rejects.toMatchObject({ kind: "database-unreachable" });
    expect(await world.store.load(runId)).toMatchObject({ state: "running" });
  });

  test("with steps that this build does not know is given back without an attempt", async () => {
    const world = await createWorld(pipelineOf([stepOf("ask", { type: unheardOf })]));
    await expect(world.execute()).rejects.toMatchObject({ code: "NO_CAPABLE_WORKER" });
    expect(await world.attempts()).toEqual([]);
    expect(await world.store.load(runId)).toMatchObject({
      state: "waiting",
      wakeAt: toTimestamp(world.time.now() + 2_000),
    });
    const logs = await world.store.listLogs(runId, { step: null, levels: [] }, { limit: 10, cursor: null });
    expect(logs.items).toMatchObject([
      { level: "warn", message: expect.stringContaining("NO_CAPABLE_WORKER") },
    ]);
  });
});

describe("a run that no runner can begin", () => {
  const pipeline = pipelineOf([stepOf("ask", { type: unheardOf })]);

  test("still ends by its deadline", async () => {
    const world = await createWorld(pipeline);
    world.time.advance(3_600_000);
    expect(await world.execute()).toMatchObject({ state: "failed", error: { type: "timeout" } });
  });

  test("can still be cancelled", async () => {
    const world = await createWorld(pipeline);
    const [claimed] = await world.store.claim({ holder: "one", queues: null, limit: 1, leaseMs: 1_000 });
    if (claimed === undefined) throw new RangeError("there is nothing to claim");
    await world.store.requestCancel(runId);
    await expect(world.runner.execute(claimed, new AbortController().signal)).rejects.toMatchObject({
      code: "NO_CAPABLE_WORKER",
    });
    world.time.advance(1_000);
    expect(await world.execute()).toMatchObject({ state: "cancelled" });
  });
});

describe("what others are told of a run", () => {
  test("is its end, with the error of a failure", async () => {
    const http = createFakeHttpClient(() => ({ status: 500 }));
    const world = await createWorld(pipelineOf([httpStep("bad")]), { http });
    await world.execute();
    expect(world.store.events).toMatchObject([
      { name: "run.queued" },
      {
        name: "run.failed",
        environment: "staging",
        body: { run: runId, slug: "sample", error: { type: "http", step: "bad" } },
      },
    ]);
  });

  test("is in the log: starts of effects, ends, retries", async () => {
    const http = createFakeHttpClient((_, count) => (count === 1 ? { status: 503 } : { json: 1 }));
    const step = httpStep("call", { retry: retryOf({ maxAttempts: 2, baseDelay: "1s" }) });
    const world = await createWorld(pipelineOf([step]), { http });
    await world.execute();
    const { items } = await world.store.listLogs(
      runId,
      { step: null, levels: [] },
      { limit: 100, cursor: null },
    );
    expect(items.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "debug: call started",
      "warn: call failed after 0 ms: GET https://example.test/call answered 503.",
      "info: call, attempt 2 waits until 2026-02-03T14:00:01.000Z",
      "debug: call, attempt 2 started",
      "info: call, attempt 2 completed after 0 ms",
    ]);
    expect(items.map(({ event }) => `${event?.name} ${event?.attempt}`)).toEqual([
      "step.started 1",
      "step.failed 1",
      "step.retrying 2",
      "step.started 2",
      "step.completed 2",
    ]);
  });
});

describe("expressions of a run", () => {
  test("know input, variables, environment, run and pipeline, and nothing undeclared", async () => {
    const pipeline = pipelineOf([], {
      team: "support",
      uses: { variables: ["URL"], secrets: [], connections: [] },
      output: {
        value:
          "{{ [input.x, vars.URL, env.name, run.id, run.startedAt, pipeline.slug, pipeline.version, pipeline.team] }}",
        schema: true,
      },
    });
    const environment = environmentOf({ variables: { URL: "u", OTHER: "o" } });
    const world = await createWorld(pipeline, { input: { x: 1 }, environment });
    expect((await world.execute()).output).toEqual([
      1,
      "u",
      "staging",
      runId,
      "2026-02-03T14:00:00.000Z",
      "sample",
      "1.0.0",
      "support",
    ]);
    const other = pipelineOf([], {
      uses: { variables: ["URL"], secrets: [], connections: [] },
      output: { value: "{{ vars.OTHER }}", schema: true },
    });
    expect(await (await createWorld(other, { environment })).execute()).toMatchObject({
      state: "failed",
      error: { type: "expression" },
    });
  });

  test("may name steps like members of JavaScript objects", async () => {
    const pipeline = pipelineOf([stepOf("constructor", { type: "echo", with: { value: 1 } })], {
      output: { value: "{{ steps.constructor.output }}", schema: true },
    });
    expect(await (await createWorld(pipeline)).execute()).toMatchObject({ output: 1 });
    const absent = pipelineOf([], { output: { value: "{{ steps.constructor.output }}", schema: true } });
    expect(await (await createWorld(absent)).execute()).toMatchObject({ state: "failed" });
  });
});
