import type { Pipeline, Step } from "@lockstep/model";

/** A step with every default. */
export function sampleStep(id: string, dependsOn: readonly string[] = [], more: Partial<Step> = {}): Step {
  return {
    id,
    type: "transform",
    title: "",
    description: "",
    dependsOn,
    runOn: "success",
    when: null,
    whenUnmet: "skip",
    forEach: null,
    with: {},
    effects: "none",
    outputSchema: null,
    onError: { strategy: "fail", value: null, on: ["any"] },
    retry: {
      maxAttempts: 1,
      backoff: "exponential",
      baseDelay: "1s",
      maxDelay: "60s",
      jitter: true,
      on: ["timeout"],
    },
    timeout: "60s",
    startDelay: "0ms",
    position: null,
    ...more,
  };
}

/** A pipeline of these steps with every other default. */
export function samplePipeline(steps: readonly Step[], version = "1.0.0"): Pipeline {
  return {
    slug: "triage",
    version,
    title: "",
    description: "",
    tags: [],
    owners: [],
    labels: {},
    deprecated: null,
    team: "support",
    input: { schema: true, sample: null },
    output: { value: null, schema: true },
    uses: { variables: [], secrets: [], connections: [] },
    timeout: "1h",
    concurrency: null,
    steps,
    triggers: [],
    tests: [],
  };
}
