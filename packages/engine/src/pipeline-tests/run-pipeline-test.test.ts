import type { Step } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { complaintsOf, rehearse } from "../testing/pipeline-tests.ts";
import { httpStep, pipelineOf, retryOf, stepOf } from "../testing/pipelines.ts";

const uses = { variables: ["RATE"], secrets: ["KEY"], connections: [] };

function returning(value: string) {
  return { output: { value, schema: true } };
}

describe("steps of a test", () => {
  test("without effects really run", async () => {
    const double = stepOf("double", { type: "transform", with: { set: "{{ input * 2 }}" } });
    const pipeline = pipelineOf([double], returning("{{ steps.double.output }}"));
    const result = await rehearse(pipeline, { input: 21, expect: { status: "completed", output: 42 } });
    expect(complaintsOf(result)).toEqual([]);
    expect(result.run).toMatchObject({ output: 42, steps: { double: "completed" } });
  });

  test("give what their mock says", async () => {
    const pipeline = pipelineOf([httpStep("fetch")], returning("{{ steps.fetch.output.body }}"));
    const mocks = { fetch: { output: { status: 200, body: "{{ not a template }}" } } };
    const result = await rehearse(pipeline, { mocks, expect: { output: "{{ not a template }}" } });
    expect(complaintsOf(result)).toEqual([]);
  });

  test.each<readonly [string, Partial<Step>]>([
    ["http", { type: "http", effects: "read", with: { url: "https://x.test/" } }],
    ["llm", { type: "llm", effects: "read", with: { baseUrl: "x", model: "m", prompt: "p" } }],
    ["sql", { type: "sql", effects: "write", with: { connection: "c", statement: "select 1" } }],
    ["notify", { type: "notify", effects: "write", with: { channel: "ops", text: "hi" } }],
    ["approval", { type: "approval", effects: "none", with: { prompt: "ok?", assignees: ["team:a"] } }],
    ["pipeline", { type: "pipeline", effects: "none", with: { pipeline: "other@1.0.0" } }],
    ["set", { type: "set", effects: "write", with: { values: {} } }],
    [
      "http that claims to have no effects",
      { type: "http", effects: "none", with: { url: "https://x.test/" } },
    ],
  ])("of type %s need a mock once they are reached", async (_, given) => {
    const result = await rehearse(pipelineOf([stepOf("outside", given)]), { expect: { status: "failed" } });
    expect(complaintsOf(result)).toEqual([
      expect.stringMatching(
        /^mocks\.outside: The \w+ step "outside" was reached and has no mock;.*Add mocks\.outside/,
      ),
    ]);
  });

  test("without a mock fail the test even where the pipeline handles the error", async () => {
    const lenient = httpStep("fetch", { onError: { strategy: "fallback", value: 1, on: ["any"] } });
    const result = await rehearse(pipelineOf([lenient]), { expect: { status: "completed" } });
    expect(result.run.status).toBe("completed");
    expect(result.failures).toMatchObject([{ where: "mocks.fetch" }]);
  });

  test("without a mock do not hide what else failed", async () => {
    const broken = stepOf("broken", { type: "assert", with: { that: "{{ false }}", message: "too bad" } });
    const result = await rehearse(pipelineOf([httpStep("a_call"), broken]));
    expect(complaintsOf(result)).toEqual([
      expect.stringContaining("mocks.a_call: "),
      'status: The run failed in step "broken" (validation: too bad), it should be completed.',
    ]);
  });

  test("without a mock are told once", async () => {
    expect(complaintsOf(await rehearse(pipelineOf([httpStep("call")])))).toHaveLength(1);
  });

  test("need no mock as long as they are skipped", async () => {
    const pipeline = pipelineOf([httpStep("fetch", { when: "{{ false }}" })]);
    const result = await rehearse(pipeline, { expect: { steps: { fetch: "skipped" } } });
    expect(complaintsOf(result)).toEqual([]);
  });

  test("may be mocked although they could run", async () => {
    const result = await rehearse(pipelineOf([stepOf("plain")], returning("{{ steps.plain.output }}")), {
      mocks: { plain: { output: "mocked" } },
      expect: { output: "mocked" },
    });
    expect(complaintsOf(result)).toEqual([]);
  });

  test("that return end the run with their mock", async () => {
    const early = stepOf("early", { type: "return", with: { value: 1 } });
    const late = stepOf("late", { dependsOn: ["early"] });
    const result = await rehearse(pipelineOf([early, late]), {
      mocks: { early: { output: 2 } },
      expect: { output: 2, steps: { late: "skipped" } },
    });
    expect(complaintsOf(result)).toEqual([]);
  });

  test("that wait are over at once and say until when they would have waited", async () => {
    const wait = stepOf("pause", { type: "wait", with: { for: "30d" }, timeout: "1s" });
    const pipeline = pipelineOf([wait], returning("{{ steps.pause.output.until }}"));
    const result = await rehearse(pipeline, { expect: { output: "2026-01-31T00:00:00.000Z" } });
    expect(complaintsOf(result)).toEqual([]);
  });

  test("that wait until an instant give it", async () => {
    const wait = stepOf("pause", { type: "wait", with: { until: "{{ input }}" } });
    const pipeline = pipelineOf([wait], returning("{{ steps.pause.output.until }}"));
    const result = await rehearse(pipeline, {
      input: "2030-05-06T07:08:09Z",
      expect: { output: "2030-05-06T07:08:09.000Z" },
    });
    expect(complaintsOf(result)).toEqual([]);
  });
});

describe("the parameters of a mocked step", () => {
  const url = (text: string) => pipelineOf([httpStep("fetch", { with: { url: text } })], { uses });
  const mocks = { fetch: { output: 1 } };

  test("are evaluated, so that a test finds what a run would stumble over", async () => {
    const result = await rehearse(url("https://x.test/{{ input.nme }}"), { mocks, input: { name: "Ada" } });
    expect(complaintsOf(result)).toEqual([expect.stringMatching(/^status: .*expression: with\.url/)]);
  });

  test("are let be where they depend on a variable that has no value", async () => {
    const result = await rehearse(url("https://x.test/{{ string(vars.RATE * 2) }}"), { mocks });
    expect(complaintsOf(result)).toEqual([]);
  });

  test("are evaluated with the values of variables that have some", async () => {
    const pipeline = url("https://x.test/{{ vars.RATE.missing }}");
    const result = await rehearse(pipeline, { mocks, variables: { RATE: { other: 1 } } });
    expect(complaintsOf(result)).toEqual([expect.stringContaining("missing")]);
  });

  test("may hold secrets, of which no test knows the value", async () => {
    const step = httpStep("fetch", { with: { url: "https://x.test/", headers: { a: "{{ secrets.KEY }}" } } });
    const result = await rehearse(pipelineOf([step], { uses }), { mocks });
    expect(complaintsOf(result)).toEqual([]);
  });
});

describe("variables of a test", () => {
  const pipeline = pipelineOf([stepOf("see", { type: "echo", with: { value: "{{ vars.RATE }}" } })], {
    uses,
    ...returning("{{ steps.see.output }}"),
  });

  test("are their own names unless something is given", async () => {
    expect((await rehearse(pipeline)).run.output).toBe("RATE");
  });

  test("that were forgotten are named where an expression fails over them", async () => {
    const step = stepOf("price", { type: "echo", with: { value: "{{ input * vars.RATE }}" } });
    const result = await rehearse(pipelineOf([step], { uses }), { input: 2 });
    expect(complaintsOf(result)).toEqual([expect.stringContaining("No value is given for RATE")]);
  });

  test("come from the test, and from the caller before that", async () => {
    expect((await rehearse(pipeline, { variables: { RATE: 2 } })).run.output).toBe(2);
    expect((await rehearse(pipeline, { variables: { RATE: 2 } }, { RATE: 3 })).run.output).toBe(3);
  });
});

describe("a test", () => {
  test("is the same whenever it runs", async () => {
    const pipeline = pipelineOf([stepOf("only")], returning("{{ run.id + run.startedAt + env.name }}"));
    const [first, second] = [await rehearse(pipeline), await rehearse(pipeline)];
    expect(first).toEqual(second);
    expect(first.run.output).toBe("test-run2026-01-01T00:00:00.000Ztest");
  });

  test("takes an input that no run would accept as a failed validation that names every field", async () => {
    const schema = {
      type: "object",
      required: ["a"],
      properties: { a: {}, b: { type: "string", minLength: 1 } },
    };
    const result = await rehearse(pipelineOf([stepOf("only")], { input: { schema, sample: null } }), {
      input: { b: "" },
      expect: {
        status: "failed",
        error: { type: "validation", contains: "/b" },
        assertions: ["error.type == 'validation'"],
      },
    });
    expect(complaintsOf(result)).toEqual([]);
    expect(result.run.steps).toEqual({});
  });

  test("fills in the defaults of the input", async () => {
    const schema = { type: "object", properties: { n: { type: "integer", default: 7 } } };
    const pipeline = pipelineOf([stepOf("only")], {
      input: { schema, sample: null },
      ...returning("{{ input.n }}"),
    });
    expect((await rehearse(pipeline, { input: {} })).run.output).toBe(7);
  });

  test("does not disturb others that run at the same time", async () => {
    const slow = httpStep("fetch", { retry: retryOf({ maxAttempts: 4, baseDelay: "1h", maxDelay: "9h" }) });
    const error = { type: "http", message: "503" } as const;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        rehearse(pipelineOf([slow], { timeout: "24h" }), {
          name: `${n}`,
          mocks: { fetch: n % 2 === 0 ? { error } : { output: n } },
        }),
      ),
    );
    expect(results.map(({ run }) => run.virtualMs)).toEqual(
      results.map((_, n) => (n % 2 === 0 ? 25_200_000 : 0)),
    );
  });
});
