import { checksumOf, type Callee, type CompiledPipeline, type Pipeline, type Step } from "@lockstep/model";

/** A step with every default, for tests. */
export function sampleStep(more: Partial<Step> = {}): Step {
  return {
    id: "score",
    type: "transform",
    title: "",
    description: "",
    dependsOn: [],
    runOn: "success",
    when: null,
    whenUnmet: "skip",
    forEach: null,
    with: { set: { priority: "low" } },
    effects: "none",
    outputSchema: null,
    onError: { strategy: "fail", value: null, on: ["any"] },
    retry: {
      maxAttempts: 1,
      backoff: "exponential",
      baseDelay: "1s",
      maxDelay: "60s",
      jitter: true,
      on: ["timeout", "connectivity"],
    },
    timeout: "60s",
    startDelay: "0ms",
    position: null,
    ...more,
  };
}

/** A pipeline of one step with every default, for tests. */
export function samplePipeline(more: Partial<Pipeline> = {}): Pipeline {
  return {
    slug: "triage",
    version: "1.0.0",
    title: "",
    description: "",
    tags: [],
    owners: [],
    labels: {},
    deprecated: null,
    team: "support",
    input: { schema: { type: "object", properties: { text: { type: "string" } } }, sample: null },
    output: { value: null, schema: true },
    uses: { variables: [], secrets: [], connections: [] },
    timeout: "1h",
    concurrency: null,
    steps: [sampleStep()],
    triggers: [],
    tests: [],
    ...more,
  };
}

/** A pipeline as the compiler would hand it over, with checksums of the same coverage. */
export function compile(pipeline: Pipeline, callees: readonly Callee[] = []): CompiledPipeline {
  const { slug, version, team, uses, input, output, steps } = pipeline;
  const behaviour = steps.map(({ id, type, dependsOn, runOn, when, with: told }) => [
    id,
    type,
    dependsOn,
    runOn,
    when,
    told,
  ]);
  return {
    slug,
    version,
    team,
    path: `pipelines/${slug}.pipeline.json`,
    content: checksumOf("lockstep-content/v1", { input: input.schema, output, uses, behaviour }),
    manifest: checksumOf("lockstep-manifest/v1", pipeline),
    canonical: "",
    uses,
    channels: [],
    callees,
    stepTypes: [...new Set(steps.map(({ type }) => type))],
    triggers: pipeline.triggers,
  };
}
