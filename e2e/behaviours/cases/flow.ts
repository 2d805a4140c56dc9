import type { Behaviour, StepManifest, Theme } from "../../harness/behaviours/behaviour.ts";

const echo = (id: string, more: object = {}): StepManifest => ({
  id,
  type: "echo",
  with: { value: id },
  ...more,
});
const refuse = (id: string, more: object = {}): StepManifest => ({
  id,
  type: "assert",
  with: { that: false, message: `${id} says no` },
  ...more,
});
const end = (value: unknown, more: object = {}): StepManifest => ({
  id: "end",
  type: "return",
  with: { value },
  ...more,
});
const after = (...dependsOn: readonly string[]) => ({ dependsOn });
const onFailure = (...dependsOn: readonly string[]) => ({ dependsOn, runOn: "failure" });
const always = (...dependsOn: readonly string[]) => ({ dependsOn, runOn: "always" });
const unmet = (whenUnmet: string) => ({ when: "{{ false }}", whenUnmet });
const gives = (value: unknown, more: object = {}) => ({ output: { value, ...more } });

const beginnings: readonly Behaviour[] = [
  {
    name: "whenUnmet skip skips the step, and its dependants run",
    steps: [echo("a", unmet("skip")), echo("b", after("a"))],
    expected: { status: "completed", steps: { a: "skipped", b: "completed" } },
  },
  {
    name: "whenUnmet skip-cascade skips everything behind the step",
    steps: [echo("a", unmet("skip-cascade")), echo("b", after("a")), echo("c", after("b"))],
    expected: { status: "completed", steps: { a: "skipped", b: "skipped", c: "skipped" } },
  },
  {
    name: "a finaliser stops a cascade",
    steps: [echo("a", unmet("skip-cascade")), echo("b", always("a")), echo("c", after("b"))],
    expected: { status: "completed", steps: { a: "skipped", b: "completed", c: "completed" } },
  },
  {
    name: "whenUnmet fail fails the step as validation",
    steps: [echo("a", unmet("fail")), echo("b", after("a"))],
    expected: {
      status: "failed",
      error: { type: "validation", step: "a" },
      steps: { a: "failed", b: "skipped" },
    },
  },
  {
    name: "onError covers an unmet whenUnmet fail",
    steps: [echo("a", { ...unmet("fail"), onError: { strategy: "fallback", value: 7 } })],
    manifest: gives("{{ steps.a.output }}"),
    expected: { status: "completed", output: 7, steps: { a: "completed" } },
  },
  {
    name: "a when that cannot be evaluated fails the step as expression",
    steps: [echo("a", { when: "{{ input.nothing }}" })],
    expected: { status: "failed", error: { type: "expression", step: "a" } },
  },
  {
    name: "a when that gives no boolean fails the step as expression",
    steps: [echo("a", { when: "{{ vars.LIMIT }}" })],
    expected: { status: "failed", error: { type: "expression", step: "a", contains: "true or false" } },
  },
  {
    name: "onError covers a when that cannot be evaluated",
    steps: [echo("a", { when: "{{ input.nothing }}", onError: { strategy: "skip" } })],
    expected: { status: "completed", steps: { a: "skipped" } },
  },
  {
    name: "a step with startDelay runs",
    steps: [echo("a", { startDelay: "200ms" })],
    expected: { status: "completed", steps: { a: "completed" } },
  },
  {
    name: "a step reads what its ancestors gave",
    steps: [
      echo("a"),
      echo("b", after("a")),
      echo("c", { ...after("b"), with: { value: "{{ steps.a.output + steps.b.output }}" } }),
    ],
    manifest: gives("{{ steps.c.output }}"),
    expected: { status: "completed", output: "ab" },
  },
  {
    name: "a step may read what a skipped step lacks",
    steps: [
      echo("a", unmet("skip")),
      echo("b", { ...after("a"), with: { value: "{{ steps.a.?output.orValue('none') }}" } }),
    ],
    manifest: gives("{{ steps.b.output }}"),
    expected: { status: "completed", output: "none" },
  },
  {
    name: "a step knows how often an ancestor was tried",
    steps: [echo("a"), echo("b", { ...after("a"), with: { value: "{{ steps.a.attempts }}" } })],
    manifest: gives("{{ steps.b.output }}"),
    expected: { status: "completed", output: 1 },
  },
];

const handlers: readonly Behaviour[] = [
  {
    name: "a handler runs after a failure, and does not swallow it",
    steps: [refuse("a"), echo("handle", onFailure("a"))],
    expected: { status: "failed", error: { type: "validation", step: "a" }, steps: { handle: "completed" } },
  },
  {
    name: "a failure reaches a handler through skipped steps",
    steps: [refuse("a"), echo("b", after("a")), echo("c", after("b")), echo("handle", onFailure("c"))],
    expected: { status: "failed", steps: { b: "skipped", c: "skipped", handle: "completed" } },
  },
  {
    name: "a handler that is a return mends the run",
    steps: [refuse("a"), end("mended", onFailure("a"))],
    expected: { status: "completed", output: "mended", steps: { a: "failed", end: "completed" } },
  },
  {
    name: "a handler reads what went wrong",
    steps: [refuse("a"), end("{{ steps.a.error.message }}", onFailure("a"))],
    expected: { status: "completed", output: "a says no" },
  },
  {
    name: "a handler that nothing called is skipped, and its dependants run",
    steps: [echo("a"), echo("handle", onFailure("a")), echo("b", after("handle"))],
    expected: { status: "completed", steps: { handle: "skipped", b: "completed" } },
  },
  {
    name: "a handler with skip-cascade that nothing called takes its dependants along",
    steps: [
      echo("a"),
      echo("handle", { ...onFailure("a"), whenUnmet: "skip-cascade" }),
      echo("b", after("handle")),
    ],
    expected: { status: "completed", steps: { handle: "skipped", b: "skipped" } },
  },
  {
    name: "one failed dependency of several calls the handler",
    steps: [echo("a"), refuse("b"), echo("handle", onFailure("a", "b"))],
    expected: { status: "failed", steps: { handle: "completed" } },
  },
  {
    name: "one failed dependency of several skips a step",
    steps: [echo("a"), refuse("b"), echo("c", after("a", "b"))],
    expected: { status: "failed", steps: { c: "skipped" } },
  },
  {
    name: "a failure outweighs a cascade",
    steps: [echo("a", unmet("skip-cascade")), refuse("b"), echo("handle", onFailure("a", "b"))],
    expected: { status: "failed", steps: { handle: "completed" } },
  },
  {
    name: "a cascade outweighs success",
    steps: [echo("a", unmet("skip-cascade")), echo("b"), echo("c", after("a", "b"))],
    expected: { status: "completed", steps: { c: "skipped" } },
  },
  {
    name: "a failed optional dependency lets its dependants run",
    steps: [refuse("a", { onError: { strategy: "skip" } }), echo("b", after("a"))],
    expected: { status: "completed", steps: { a: "skipped", b: "completed" } },
  },
  {
    name: "a handler that fails itself adds nothing to the run's error",
    steps: [refuse("a"), refuse("handle", onFailure("a"))],
    expected: { status: "failed", error: { type: "validation", step: "a" }, steps: { handle: "failed" } },
  },
  {
    name: "a failure stops no other branch",
    steps: [refuse("a"), echo("b"), echo("c", after("b"))],
    expected: {
      status: "failed",
      error: { type: "validation", step: "a" },
      steps: { b: "completed", c: "completed" },
    },
  },
];

/** Which steps run. */
export const flow: Theme = {
  slug: "flow",
  title: "the flow of a run",
  behaviours: [...beginnings, ...handlers],
};
