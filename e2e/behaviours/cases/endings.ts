import { expect } from "vitest";

import type { StepManifest, Theme } from "../../harness/behaviours/behaviour.ts";

const echo = (id: string, more: object = {}): StepManifest => ({
  id,
  type: "echo",
  with: { value: id },
  ...more,
});
const end = (value: unknown): StepManifest => ({ id: "end", type: "return", with: { value } });
const after = (...dependsOn: readonly string[]) => ({ dependsOn });
const always = (...dependsOn: readonly string[]) => ({ dependsOn, runOn: "always" });
const gives = (value: unknown, more: object = {}) => ({ output: { value, ...more } });

/** How runs end. */
export const endings: Theme = {
  slug: "ending",
  title: "the end of a run",
  behaviours: [
    {
      name: "a return ends the run with its value",
      steps: [end(7), echo("b", after("end"))],
      manifest: gives("never"),
      expected: { status: "completed", output: 7, steps: { end: "completed", b: "skipped" } },
    },
    {
      name: "a return cancels what runs beside it",
      steps: [end(1), { id: "nap", type: "wait", with: { for: "1h" } }],
      expected: { status: "completed", output: 1, steps: { end: "completed" }, undone: ["nap"] },
    },
    {
      name: "finalisers run after a return",
      steps: [end(1), echo("b", after("end")), echo("finally", always("b"))],
      expected: { status: "completed", output: 1, steps: { b: "skipped", finally: "completed" } },
    },
    {
      name: "a return with a value that does not fit the output schema fails the run",
      steps: [end("x")],
      manifest: gives(1, { schema: { type: "number" } }),
      expected: { status: "failed", error: { type: "validation" } },
    },
    {
      name: "an output that does not fit its schema fails the run",
      steps: [echo("a")],
      manifest: gives("{{ steps.a.output }}", { schema: { type: "number" } }),
      expected: { status: "failed", error: { type: "validation" }, steps: { a: "completed" } },
    },
    {
      name: "an output that cannot be evaluated fails the run",
      steps: [echo("a")],
      manifest: gives("{{ input.nothing }}"),
      expected: { status: "failed", error: { type: "expression" }, steps: { a: "completed" } },
    },
    {
      name: "a run without output gives null",
      steps: [echo("a")],
      expected: { status: "completed", output: null },
    },
    {
      name: "a run knows its input, environment, pipeline and itself",
      steps: [
        echo("a", {
          with: { value: ["{{ input.n }}", "{{ env.name }}", "{{ pipeline.slug != '' }}", "{{ run.id }}"] },
        }),
      ],
      manifest: gives("{{ steps.a.output }}"),
      input: { n: 4 },
      expected: { status: "completed", output: [4, "staging", true, expect.any(String)] },
    },
    {
      name: "defaults of the input schema are filled in",
      steps: [echo("a", { with: { value: "{{ input.n }}" } })],
      manifest: {
        ...gives("{{ steps.a.output }}"),
        input: { schema: { type: "object", properties: { n: { type: "number", default: 5 } } } },
      },
      expected: { status: "completed", output: 5 },
    },
    {
      name: "a run whose deadline passes fails as timeout, finalisers included",
      steps: [
        { id: "a", type: "http", with: { url: "{{ vars.SERVER }}/silence" } },
        echo("finally", always("a")),
      ],
      manifest: { timeout: "1s" },
      expected: { status: "failed", error: { type: "timeout" }, undone: ["finally"] },
    },
  ],
};
