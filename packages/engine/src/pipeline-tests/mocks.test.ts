import type { Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { complaintsOf, rehearse } from "../testing/pipeline-tests.ts";
import { forEachOf, httpStep, pipelineOf, retryOf, stepOf } from "../testing/pipelines.ts";

function returning(value: string) {
  return { output: { value, schema: true } };
}

describe("an error mock", () => {
  const error = { type: "connectivity", message: "CRM down" } as const;

  test("fails the step with its type and message", async () => {
    const result = await rehearse(pipelineOf([httpStep("fetch")]), {
      mocks: { fetch: { error } },
      expect: {
        status: "failed",
        error: { type: "connectivity", contains: "CRM" },
        steps: { fetch: "failed" },
      },
    });
    expect(complaintsOf(result)).toEqual([]);
    expect(result.run.error).toMatchObject({ ...error, step: "fetch" });
  });

  test("is retried without waiting, and the clock says that it was", async () => {
    const patient = httpStep("fetch", {
      retry: retryOf({ maxAttempts: 3, backoff: "fixed", baseDelay: "1h", maxDelay: "1h" }),
    });
    const began = performance.now();
    const result = await rehearse(pipelineOf([patient], { timeout: "24h" }), {
      mocks: { fetch: { error } },
      expect: { status: "failed", error: {}, assertions: ["steps.fetch.attempts == 3"] },
    });
    expect(complaintsOf(result)).toEqual([]);
    expect(result.run.virtualMs).toBeGreaterThanOrEqual(7_200_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("of a type that is not retried fails at once", async () => {
    const patient = httpStep("fetch", { retry: retryOf({ maxAttempts: 3, on: ["timeout"] }) });
    const result = await rehearse(pipelineOf([patient]), {
      mocks: { fetch: { error } },
      expect: { error: {}, assertions: ["steps.fetch.attempts == 1"] },
    });
    expect(complaintsOf(result)).toEqual([]);
  });

  test("meets the run's deadline on the virtual clock", async () => {
    const patient = httpStep("fetch", {
      retry: retryOf({ maxAttempts: 100, backoff: "fixed", baseDelay: "1h", maxDelay: "1h" }),
    });
    const result = await rehearse(pipelineOf([patient], { timeout: "5h" }), {
      mocks: { fetch: { error } },
      expect: { error: { type: "timeout", contains: "deadline" } },
    });
    expect(complaintsOf(result)).toEqual([]);
    expect(result.run.virtualMs).toBe(18_000_000);
  });

  test("takes the way that onError says", async () => {
    const lenient = httpStep("fetch", {
      onError: { strategy: "fallback", value: "none", on: ["connectivity"] },
    });
    const result = await rehearse(pipelineOf([lenient], returning("{{ steps.fetch.output }}")), {
      mocks: { fetch: { error } },
      expect: { output: "none", assertions: ["steps.fetch.error.message == 'CRM down'"] },
    });
    expect(complaintsOf(result)).toEqual([]);
  });
});

describe("names that every object has", () => {
  test("are step names like any other", async () => {
    const steps = [httpStep("constructor", { path: "x" }), stepOf("next", { dependsOn: ["constructor"] })];
    const unmocked = await rehearse(pipelineOf(steps), { expect: { status: "failed" } });
    expect(unmocked.failures).toMatchObject([{ where: "mocks.constructor" }]);
    const mocked = await rehearse(pipelineOf(steps, returning("{{ steps.constructor.output }}")), {
      mocks: { constructor: { output: 7 } },
      expect: { output: 7, steps: { constructor: "completed" } },
    });
    expect(complaintsOf(mocked)).toEqual([]);
    const reached = await rehearse(pipelineOf([stepOf("one")]), {
      expect: { steps: { constructor: "completed" } },
    });
    expect(complaintsOf(reached)).toEqual([
      'steps.constructor: Step "constructor" is never reached, it should be completed.',
    ]);
  });
});

describe("mocks of a forEach step", () => {
  const each = httpStep("fetch", { forEach: forEachOf("{{ input }}") });
  const pipeline = pipelineOf([each], returning("{{ steps.fetch.output }}"));

  test("give one output per item in the order of the items", async () => {
    const result = await rehearse(pipeline, {
      input: [1, 2, 3],
      mocks: { fetch: { outputs: ["a", "b", "c"] } },
      expect: { output: ["a", "b", "c"] },
    });
    expect(complaintsOf(result)).toEqual([]);
  });

  test("give the same output to every item", async () => {
    const result = await rehearse(pipeline, {
      input: [1, 2],
      mocks: { fetch: { output: "a" } },
      expect: { output: ["a", "a"] },
    });
    expect(complaintsOf(result)).toEqual([]);
  });

  test.each([
    ["too few", ["a"]],
    ["too many", ["a", "b", "c"]],
  ])("with %s outputs fail the test", async (_, outputs) => {
    const result = await rehearse(pipeline, { input: [1, 2], mocks: { fetch: { outputs } } });
    expect(complaintsOf(result)).toEqual([
      expect.stringContaining(
        `mocks.fetch: The mock of step "fetch" has ${outputs.length} \`outputs\`, the step has 2 items`,
      ),
    ]);
  });

  test("fail every item, which are collected where the step says so", async () => {
    const collecting = httpStep("fetch", { forEach: forEachOf("{{ input }}", { onItemError: "drop" }) });
    const result = await rehearse(pipelineOf([collecting], returning("{{ steps.fetch.output }}")), {
      input: [1, 2],
      mocks: { fetch: { error: { type: "http", message: "503" } } },
      expect: { output: [] },
    });
    expect(complaintsOf(result)).toEqual([]);
  });
});

describe("a mock's answer", () => {
  const mocks = { ask: { output: { n: "many" } } };
  const schema = { type: "object", properties: { n: { type: "integer" } } } as const;

  test.each<readonly [string, Partial<Step>]>([
    [
      "the step's outputSchema",
      { type: "http", effects: "read", with: { url: "https://x.test/" }, outputSchema: schema },
    ],
    [
      "the model's responseSchema",
      { type: "llm", with: { baseUrl: "b", model: "m", prompt: "p", responseSchema: schema } },
    ],
    ["the person's form", { type: "approval", with: { prompt: "p", assignees: ["team:a"], form: schema } }],
  ])("must fit %s", async (_, given) => {
    const result = await rehearse(pipelineOf([stepOf("ask", given)]), { mocks });
    expect(complaintsOf(result)).toEqual([expect.stringMatching(/^status: .*validation: .*\/n/)]);
  });
});
