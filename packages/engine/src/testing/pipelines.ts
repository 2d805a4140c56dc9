import {
  checksumOf,
  type Checksum,
  type Json,
  type LoadedPipeline,
  type Pipeline,
  type PipelineLoader,
  type Step,
} from "@lockstep/model";

const noRetry: Step["retry"] = {
  maxAttempts: 1,
  backoff: "exponential",
  baseDelay: "1s",
  maxDelay: "1m",
  jitter: false,
  on: ["timeout", "connectivity", "http", "provider", "execution"],
};

/** A step with every default, changed by what is given. */
export function stepOf(id: string, given: Partial<Step> = {}): Step {
  return {
    id,
    type: "set",
    title: "",
    description: "",
    dependsOn: [],
    runOn: "success",
    when: null,
    whenUnmet: "skip",
    forEach: null,
    with: given.type === undefined ? { values: { [id]: true } } : {},
    effects: "none",
    outputSchema: null,
    onError: { strategy: "fail", value: null, on: ["any"] },
    retry: noRetry,
    timeout: "1m",
    startDelay: "0ms",
    position: null,
    ...given,
  };
}

/** An `http` step that asks `https://example.test/<path>`; what comes back is up to the fake client. */
export function httpStep(id: string, given: Partial<Step> & { readonly path?: string } = {}): Step {
  const { path = id, ...step } = given;
  return stepOf(id, {
    type: "http",
    effects: "write",
    with: { url: `https://example.test/${path}` },
    ...step,
  });
}

/** More tries on top of {@link stepOf}'s policy. */
export function retryOf(given: Partial<Step["retry"]>): Step["retry"] {
  return { ...noRetry, ...given };
}

export function forEachOf(
  items: Json,
  given: Partial<NonNullable<Step["forEach"]>> = {},
): NonNullable<Step["forEach"]> {
  return { items, as: "it", onItemError: "fail", concurrency: 2, maxItems: 1_000, ...given };
}

/** A pipeline with every default, changed by what is given. */
export function pipelineOf(steps: readonly Step[], given: Partial<Pipeline> = {}): Pipeline {
  return {
    slug: "sample",
    version: "1.0.0",
    title: "",
    description: "",
    tags: [],
    owners: [],
    labels: {},
    deprecated: null,
    team: null,
    input: { schema: true, sample: null },
    output: { value: null, schema: true },
    uses: { variables: [], secrets: [], connections: [] },
    timeout: "1h",
    concurrency: null,
    steps,
    triggers: [],
    tests: [],
    ...given,
  };
}

/** Checksums that are as unlike for unlike pipelines as the real ones. */
export function load(pipeline: Pipeline): LoadedPipeline {
  const content = checksumOf("lockstep-content/v1", pipeline);
  return { pipeline, content, manifest: checksumOf("lockstep-manifest/v1", pipeline) };
}

/** Loads what it was made with. */
export function loaderOf(...pipelines: readonly Pipeline[]): PipelineLoader {
  const loaded = new Map<Checksum, LoadedPipeline>(pipelines.map(load).map((one) => [one.manifest, one]));
  return {
    async load(manifest) {
      const found = loaded.get(manifest);
      if (found === undefined) throw new RangeError(`no manifest ${manifest}`);
      return found;
    },
  };
}
