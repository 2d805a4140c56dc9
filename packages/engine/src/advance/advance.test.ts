import type { StepAttempt } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Journal } from "../journal.ts";
import { graphOf } from "../pipeline-graph.ts";
import { createRunEvaluator } from "../running/run-scope.ts";
import { createFakeHttpClient } from "../testing/fake-http-client.ts";
import { forEachOf, httpStep, pipelineOf, retryOf, stepOf } from "../testing/pipelines.ts";
import { createWorld, runId } from "../testing/run-world.ts";
import { advance } from "./advance.ts";

const answers = createFakeHttpClient(({ url }) =>
  url.pathname === "/bad" ? { status: 500 } : { json: "fine" },
);

async function statesAfter(steps: Parameters<typeof pipelineOf>[0]): Promise<Record<string, string>> {
  const world = await createWorld(pipelineOf(steps), { http: answers, input: {} });
  const run = await world.execute();
  const states: Record<string, string> = { run: run.state };
  for (const { step, state } of await world.attempts()) states[step] = state;
  return states;
}

describe("a failure", () => {
  test("skips everything that builds on it, however far away", async () => {
    const states = await statesAfter([
      httpStep("first", { path: "bad" }),
      stepOf("second", { dependsOn: ["first"] }),
      stepOf("third", { dependsOn: ["second"] }),
    ]);
    expect(states).toEqual({ run: "failed", first: "failed", second: "skipped", third: "skipped" });
  });

  test("leaves independent branches alone", async () => {
    const states = await statesAfter([
      httpStep("bad"),
      httpStep("left"),
      stepOf("leaf", { dependsOn: ["left"] }),
    ]);
    expect(states).toEqual({ run: "failed", bad: "failed", left: "completed", leaf: "completed" });
  });

  test("reaches a handler through the steps that were skipped because of it, and still fails the run", async () => {
    const states = await statesAfter([
      httpStep("bad"),
      stepOf("next", { dependsOn: ["bad"] }),
      stepOf("handler", { dependsOn: ["next"], runOn: "failure" }),
      stepOf("finally", { dependsOn: ["handler"], runOn: "always" }),
    ]);
    expect(states).toEqual({
      run: "failed",
      bad: "failed",
      next: "skipped",
      handler: "completed",
      finally: "completed",
    });
  });

  test("of a handler fails the run as well", async () => {
    const world = await createWorld(
      pipelineOf([
        httpStep("bad"),
        httpStep("handler", { path: "bad", dependsOn: ["bad"], runOn: "failure" }),
      ]),
      { http: answers },
    );
    expect(await world.execute()).toMatchObject({ state: "failed", error: { step: "bad", type: "http" } });
  });

  test("handled by onError for other types stays a failure", async () => {
    const states = await statesAfter([
      httpStep("bad", { onError: { strategy: "skip", value: null, on: ["timeout"] } }),
    ]);
    expect(states).toEqual({ run: "failed", bad: "failed" });
  });

  test("can be read by its handler", async () => {
    const world = await createWorld(
      pipelineOf([
        httpStep("bad"),
        stepOf("handler", {
          type: "return",
          dependsOn: ["bad"],
          runOn: "failure",
          with: {
            value: "{{ steps.bad.status }}: {{ steps.bad.error.type }} {{ steps.bad.error.details.status }}",
          },
        }),
      ]),
      { http: answers },
    );
    expect(await world.execute()).toMatchObject({ state: "completed", output: "failed: http 500" });
  });
});

describe("a skip", () => {
  test("lets dependants run, which see no output", async () => {
    const world = await createWorld(
      pipelineOf(
        [
          stepOf("maybe", { when: "{{ input.go }}" }),
          stepOf("after", {
            type: "echo",
            dependsOn: ["maybe"],
            with: { value: "{{ steps.maybe.?output.x.orValue('none') }}" },
          }),
        ],
        { output: { value: ["{{ steps.maybe.status }}", "{{ steps.after.output }}"], schema: true } },
      ),
      { input: { go: false } },
    );
    expect(await world.execute()).toMatchObject({ state: "completed", output: ["skipped", "none"] });
  });

  test("with skip-cascade takes dependants along, but no finaliser", async () => {
    const states = await statesAfter([
      stepOf("gate", { when: "{{ false }}", whenUnmet: "skip-cascade" }),
      stepOf("next", { dependsOn: ["gate"] }),
      stepOf("last", { dependsOn: ["next"] }),
      stepOf("handler", { dependsOn: ["last"], runOn: "failure" }),
      stepOf("finally", { dependsOn: ["last"], runOn: "always" }),
    ]);
    expect(states).toEqual({
      run: "completed",
      gate: "skipped",
      next: "skipped",
      last: "skipped",
      handler: "skipped",
      finally: "completed",
    });
  });
});

describe("a return", () => {
  test("ends the run with its value and starts nothing more but finalisers", async () => {
    const world = await createWorld(
      pipelineOf([
        stepOf("early", { type: "return", with: { value: { found: true } } }),
        httpStep("later", { dependsOn: ["early"] }),
        stepOf("finally", { dependsOn: ["later"], runOn: "always" }),
      ]),
      { http: answers },
    );
    expect(await world.execute()).toMatchObject({ state: "completed", output: { found: true } });
    const states = Object.fromEntries((await world.attempts()).map(({ step, state }) => [step, state]));
    expect(states).toEqual({ early: "completed", later: "skipped", finally: "completed" });
  });

  test("cancels what runs beside it", async () => {
    const http = createFakeHttpClient(() => null);
    const world = await createWorld(
      pipelineOf([httpStep("endless"), stepOf("early", { type: "return", with: { value: 1 } })]),
      { http },
    );
    expect(await world.execute()).toMatchObject({ state: "completed", output: 1 });
    expect(
      (await world.attempts()).find(({ step, attempt }) => step === "endless" && attempt === 1)?.state,
    ).toBe("cancelled");
  });

  test("in a handler is how a handler ends the run well", async () => {
    const states = await statesAfter([
      httpStep("bad"),
      stepOf("handler", { type: "return", dependsOn: ["bad"], runOn: "failure", with: { value: "mended" } }),
    ]);
    expect(states).toEqual({ run: "completed", bad: "failed", handler: "completed" });
  });

  test("must fit the output schema", async () => {
    const world = await createWorld(
      pipelineOf([stepOf("early", { type: "return", with: { value: "text" } })], {
        output: { value: null, schema: { type: "object" } },
      }),
    );
    expect(await world.execute()).toMatchObject({ state: "failed", error: { type: "validation" } });
  });
});

describe("a decision", () => {
  test("is the same whatever the order in which the journal is read, and changes nothing", async () => {
    const pipeline = pipelineOf([
      httpStep("bad", { retry: retryOf({ maxAttempts: 3, baseDelay: "1s" }) }),
      httpStep("each", { path: "{{ it }}", forEach: forEachOf(["ok", "bad"], { onItemError: "collect" }) }),
      stepOf("handler", { dependsOn: ["bad"], runOn: "failure" }),
      stepOf("never", { dependsOn: ["bad"] }),
    ]);
    const world = await createWorld(pipeline, { http: answers, input: {} });
    await world.finish();
    const rows = await world.attempts();
    const decide = (given: readonly StepAttempt[]) =>
      advance({
        graph: graphOf(pipeline),
        journal: new Journal(given),
        run: { id: runId, deadlineAt: Number.POSITIVE_INFINITY, cancelRequested: false },
        evaluate: createRunEvaluator({}, pipeline),
        now: world.time.now(),
        heardAt: world.time.now(),
      });
    for (let length = 0; length <= rows.length; length += 1) {
      const prefix = rows.slice(0, length);
      fc.assert(
        fc.property(fc.shuffledSubarray(prefix, { minLength: length }), (shuffled) => {
          expect(decide(shuffled)).toEqual(decide(prefix));
        }),
        { numRuns: 10 },
      );
    }
    expect(decide(rows).ending).toMatchObject({ to: "failed", error: { step: "bad" } });
  });
});
