import { expect } from "vitest";

import { type Behaviour, fails, type StepManifest, type Theme } from "../../harness/behaviours/behaviour.ts";

type Broken = Omit<StepManifest, "id"> & { readonly type: string };

const http = (path: string): Broken => ({
  type: "http",
  with: { method: "POST", url: `{{ vars.SERVER }}${path}`, json: {} },
});

/** A step for each error type that a step can fail with. */
const broken: Readonly<Record<string, Broken>> = {
  timeout: { ...http("/silence"), timeout: "200ms" },
  connectivity: http("/cut"),
  http: http("/status?code=503"),
  provider: { type: "llm", with: { baseUrl: "{{ vars.MODEL_BROKEN }}", model: "m", prompt: "Hi" } },
  validation: { type: "assert", with: { that: false, message: "no" } },
  expression: { type: "echo", with: { value: "{{ input.nothing }}" } },
  security: { type: "http", with: { url: "http://10.1.2.3/" } },
  execution: { type: "code", with: { source: "throw new Error('no')", cpuTime: "30s" } },
};

const types = Object.keys(broken);
const isRetriedByDefault = (type: string) => ["timeout", "connectivity", "http", "provider"].includes(type);
const isRetriedOnDemand = (type: string) => isRetriedByDefault(type) || type === "execution";
const brief = { baseDelay: "1ms", jitter: false };
const everyRetriable = ["timeout", "connectivity", "http", "provider", "execution"];

/** What holds of each error type. */
function handlingOf(type: string): readonly Behaviour[] {
  const step = broken[type] ?? { type };
  const only = (more: object): StepManifest => ({ id: "only", ...step, ...more });
  const other = type === "http" ? "timeout" : "http";
  const isRetried = isRetriedByDefault(type);
  return [
    fails(`${type} fails a step without retry at its first try`, step, { type }),
    fails(
      `${type} is ${isRetried ? "" : "not "}retried unless retry says otherwise`,
      { ...step, retry: { maxAttempts: 2, ...brief } },
      { type, tries: isRetried ? 2 : 1 },
    ),
    fails(
      `${type} is ${isRetriedOnDemand(type) ? "" : "never "}retried when retry names all that it can`,
      { ...step, retry: { maxAttempts: 3, on: everyRetriable, ...brief } },
      { type, tries: isRetriedOnDemand(type) ? 3 : 1 },
    ),
    fails(
      `${type} is not retried when retry names only ${other}`,
      { ...step, retry: { maxAttempts: 3, on: [other], ...brief } },
      { type, tries: 1 },
    ),
    {
      name: `${type} skips a step whose onError says so for it`,
      steps: [only({ onError: { strategy: "skip", on: [type] } })],
      expected: { status: "completed", steps: { only: "skipped" } },
    },
    {
      name: `${type} gives the fallback that onError has for it`,
      steps: [only({ onError: { strategy: "fallback", value: { is: "instead" }, on: [type] } })],
      manifest: { output: { value: "{{ steps.only.output }}" } },
      expected: { status: "completed", output: { is: "instead" }, steps: { only: "completed" } },
    },
    {
      name: `${type} fails a step whose onError is for ${other} only`,
      steps: [only({ onError: { strategy: "skip", on: [other] } })],
      expected: { status: "failed", error: { type, step: "only" }, steps: { only: "failed" } },
    },
    {
      name: `${type} is told to the step that handles it`,
      steps: [
        only({}),
        {
          id: "end",
          type: "return",
          dependsOn: ["only"],
          runOn: "failure",
          with: { value: "{{ steps.only.error.type }}" },
        },
      ],
      expected: { status: "completed", output: type, steps: { only: "failed", end: "completed" } },
    },
  ];
}

const flaky = (times: number, retry: object): Broken => ({
  ...http(`/flaky?times=${times}`),
  retry: { ...brief, ...retry },
});

const retrying: readonly Behaviour[] = [
  ...["fixed", "linear", "exponential"].map((backoff): Behaviour => ({
    name: `a step that succeeds at its third try completes, with ${backoff} backoff`,
    steps: [{ id: "only", ...flaky(2, { maxAttempts: 3, backoff }) }],
    manifest: { output: { value: "{{ steps.only.output.body.tries }}" } },
    expected: { status: "completed", output: 3, steps: { only: "completed" }, tries: { only: 3 } },
  })),
  {
    name: "a run is parked until a late try, which completes it",
    steps: [{ id: "only", ...flaky(1, { maxAttempts: 2, baseDelay: "6s" }) }],
    expected: { status: "completed", steps: { only: "completed" }, tries: { only: 2 } },
  },
  fails("a step that needs one try more than it has fails", flaky(3, { maxAttempts: 3 }), {
    type: "http",
    tries: 3,
  }),
  {
    name: "tries of the pipeline's defaults count for steps that say nothing",
    steps: [{ id: "only", ...http("/flaky?times=1") }],
    manifest: { defaults: { retry: { maxAttempts: 2, ...brief } } },
    expected: { status: "completed", tries: { only: 2 } },
  },
  {
    name: "a step's own tries win over the pipeline's defaults",
    steps: [{ id: "only", ...http("/flaky?times=1"), retry: { maxAttempts: 1 } }],
    manifest: { defaults: { retry: { maxAttempts: 2, ...brief } } },
    expected: { status: "failed", tries: { only: 1 } },
  },
  {
    name: "the timeout of the pipeline's defaults counts for steps that say nothing",
    steps: [{ id: "only", ...http("/silence") }],
    manifest: { defaults: { timeout: "200ms" } },
    expected: { status: "failed", error: { type: "timeout", contains: "200 ms" } },
  },
  {
    name: "a fallback comes after the last try only",
    steps: [
      { id: "only", ...flaky(1, { maxAttempts: 2 }), onError: { strategy: "fallback", value: "instead" } },
    ],
    manifest: { output: { value: "{{ steps.only.output.body.tries }}" } },
    expected: { status: "completed", output: 2 },
  },
  {
    name: "a fallback may hold templates",
    steps: [
      {
        id: "only",
        type: "assert",
        with: { that: false, message: "no" },
        onError: { strategy: "fallback", value: "{{ vars.LIMIT }}" },
      },
    ],
    manifest: { output: { value: "{{ steps.only.output }}" } },
    expected: { status: "completed", output: 3 },
  },
  {
    name: "what a fallback replaced is still told",
    steps: [
      {
        id: "only",
        type: "assert",
        with: { that: false, message: "no" },
        onError: { strategy: "fallback", value: 1 },
      },
      { id: "tell", type: "echo", dependsOn: ["only"], with: { value: "{{ steps.only.error.type }}" } },
    ],
    manifest: { output: { value: "{{ steps.tell.output }}" } },
    expected: { status: "completed", output: "validation" },
  },
  fails(
    "an output that does not fit outputSchema fails as validation",
    { type: "echo", with: { value: 1 }, outputSchema: { type: "string" } },
    { type: "validation" },
  ),
  fails(
    "parameters that do not fit once evaluated fail as validation",
    { type: "filter", with: { items: "{{ vars.LIMIT }}", where: true } },
    { type: "validation", details: { errors: expect.any(Array) } },
  ),
];

/** What becomes of errors. */
export const errorHandling: Theme = {
  slug: "error",
  title: "an error",
  behaviours: [...types.flatMap(handlingOf), ...retrying],
};
