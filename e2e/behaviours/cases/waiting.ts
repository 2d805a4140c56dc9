import { expect } from "vitest";

import { fails, gives, type StepManifest, type Theme } from "../../harness/behaviours/behaviour.ts";

const form = {
  type: "object",
  required: ["approved"],
  properties: { approved: { type: "boolean" }, note: { type: "string", default: "none" } },
  additionalProperties: false,
};
const approval = (more: object = {}) => ({
  type: "approval",
  with: { prompt: "Ship it?", assignees: ["team:ops"], form, ...more },
});
const call = (pipeline: string, more: object = {}) => ({ type: "pipeline", with: { pipeline, ...more } });
const wait = (parameters: object) => ({ type: "wait", with: parameters });
const past = "2020-01-01T00:00:00.000Z";
const echo = (id: string, value: unknown, more: object = {}): StepManifest => ({
  id,
  type: "echo",
  with: { value },
  ...more,
});

/** Steps that wait for an instant, a person or another run. */
export const waiting: Theme = {
  slug: "waiting",
  title: "a step that waits",
  behaviours: [
    gives("wait for a span is over after it", wait({ for: "200ms" }), { until: expect.any(String) }),
    gives("wait for an instant in the past is over at once", wait({ until: past }), { until: past }),
    gives("wait parks its run and wakes it again", wait({ for: "6s" }), { until: expect.any(String) }),
    gives(
      "a wait is not under the step's timeout",
      { ...wait({ for: "400ms" }), timeout: "100ms" },
      { until: expect.any(String) },
    ),
    {
      name: "a step behind a waiting branch and another one runs once both have ended",
      steps: [
        { id: "nap", ...wait({ for: "6s" }) },
        echo("beside", 1),
        echo("after", "{{ steps.beside.output }}", { dependsOn: ["nap", "beside"] }),
      ],
      manifest: { output: { value: "{{ steps.after.output }}" } },
      expected: { status: "completed", output: 1 },
    },
    {
      ...gives("approval gives the answer, its defaults filled in", approval(), {
        approved: true,
        note: "none",
      }),
      answers: { only: { approved: true } },
    },
    {
      name: "what a person answers decides what comes next",
      steps: [
        { id: "ask", ...approval() },
        echo("ship", 1, { dependsOn: ["ask"], when: "{{ steps.ask.output.approved }}" }),
      ],
      answers: { ask: { approved: false, note: "no" } },
      expected: { status: "completed", steps: { ask: "completed", ship: "skipped" } },
    },
    {
      name: "two people are asked side by side",
      steps: [
        { id: "first", ...approval() },
        { id: "second", ...approval() },
      ],
      manifest: { output: { value: "{{ [steps.first.output.note, steps.second.output.note] }}" } },
      answers: { second: { approved: true, note: "b" }, first: { approved: true, note: "a" } },
      expected: { status: "completed", output: ["a", "b"] },
    },
    fails("approval that nobody answers in time is a timeout", approval({ expiresAfter: "300ms" }), {
      type: "timeout",
    }),
    {
      ...gives(
        "a default branch answers instead of people",
        {
          ...approval({ expiresAfter: "300ms" }),
          onError: { strategy: "fallback", value: "refused", on: ["timeout"] },
        },
        "refused",
      ),
    },
    fails(
      "an approval is asked for again when retry says so",
      {
        ...approval({ expiresAfter: "200ms" }),
        retry: { maxAttempts: 2, baseDelay: "1ms", on: ["timeout"] },
      },
      { type: "timeout", tries: 2 },
    ),
    gives(
      "pipeline gives the output of the run that it called",
      call("callee-doubles@^1.0.0", { input: { n: 21 } }),
      42,
    ),
    gives("pipeline calls an exact version", call("callee-doubles@1.0.0", { input: { n: 1 } }), 2),
    gives("a called run calls another", call("callee-calls@~1.0.0"), 8),
    gives(
      "pipeline that does not wait gives the id of the run",
      call("callee-waits@^1.0.0", { wait: false }),
      { runId: expect.any(String) },
    ),
    fails("pipeline fails when the called run does", call("callee-fails@^1.0.0"), {
      type: "execution",
      details: { status: "failed", error: expect.objectContaining({ type: "validation" }) },
    }),
    fails(
      "pipeline calls again when retry says so",
      { ...call("callee-fails@^1.0.0"), retry: { maxAttempts: 2, baseDelay: "1ms", on: ["execution"] } },
      { type: "execution", tries: 2 },
    ),
    fails(
      "pipeline fails on an input that the callee refuses",
      call("callee-doubles@^1.0.0", { input: { n: "x" } }),
      { type: "validation" },
    ),
    fails(
      "pipeline gives a called run up at its timeout",
      { ...call("callee-waits@^1.0.0"), timeout: "500ms" },
      { type: "timeout" },
    ),
    {
      name: "each item of a list is a called run of its own",
      steps: [
        {
          id: "each",
          ...call("callee-doubles@^1.0.0", { input: { n: "{{ item }}" } }),
          forEach: { items: [1, 2, 3], concurrency: 3 },
        },
      ],
      manifest: { output: { value: "{{ steps.each.output }}" } },
      expected: { status: "completed", output: [2, 4, 6] },
    },
    {
      name: "a run that is cancelled while it waits ends at once",
      steps: [
        { id: "nap", ...wait({ for: "1h" }) },
        echo("after", 1, { dependsOn: ["nap"], runOn: "always" }),
      ],
      cancelledAt: "nap",
      expected: { status: "cancelled", steps: { nap: "cancelled" }, undone: ["after"] },
    },
    {
      name: "a run that is cancelled asks nobody any more",
      steps: [{ id: "ask", ...approval() }],
      cancelledAt: "ask",
      expected: { status: "cancelled", steps: { ask: "cancelled" } },
    },
    {
      name: "a run that is cancelled takes along the run that it called",
      steps: [{ id: "below", ...call("callee-waits@^1.0.0") }],
      cancelledAt: "below",
      expected: { status: "cancelled", steps: { below: "cancelled" } },
    },
    {
      name: "a run whose deadline passes while it waits is a timeout",
      steps: [
        { id: "nap", ...wait({ for: "1h" }) },
        echo("after", 1, { dependsOn: ["nap"], runOn: "always" }),
      ],
      manifest: { timeout: "1s" },
      expected: { status: "failed", error: { type: "timeout" }, undone: ["after"] },
    },
  ],
};
