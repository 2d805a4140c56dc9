import type { Behaviour, StepManifest, Theme } from "./behaviour.ts";

/** A behaviour with the slug of the pipeline that shows it. */
export interface NamedBehaviour extends Behaviour {
  readonly slug: string;
}

export function nameBehaviours({ slug, behaviours }: Theme): readonly NamedBehaviour[] {
  return behaviours.map((behaviour, index) => ({ ...behaviour, slug: `${slug}-${index + 1}` }));
}

/** The file of one pipeline, keyed by path; what it uses is declared by what its steps mention. */
export function pipelineFile(
  slug: string,
  steps: readonly StepManifest[],
  more: object = {},
): Record<string, string> {
  const text = JSON.stringify({ steps, more });
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version: "1.0.0",
    uses: {
      variables: mentioned(text, /\bvars\.([A-Z_]+)/g),
      secrets: mentioned(text, /\bsecrets\.([A-Z_]+)/g),
      connections: mentioned(text, /"connection":"([a-z]+)"/g),
    },
    steps,
    ...more,
  };
  return { [`pipelines/${slug}.pipeline.json`]: JSON.stringify(manifest) };
}

function mentioned(text: string, pattern: RegExp): readonly (string | undefined)[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];
}

/** Pipelines that behaviours call. */
export const callees: Readonly<Record<string, string>> = {
  ...pipelineFile("callee-doubles", [{ id: "a", type: "echo", with: { value: "{{ input.n * 2.0 }}" } }], {
    input: {
      schema: { type: "object", required: ["n"], properties: { n: { type: "number" } } },
    },
    output: { value: "{{ steps.a.output }}" },
  }),
  ...pipelineFile("callee-fails", [
    { id: "a", type: "assert", with: { that: false, message: "The callee says no." } },
  ]),
  ...pipelineFile("callee-waits", [{ id: "a", type: "wait", with: { for: "1h" } }]),
  ...pipelineFile(
    "callee-calls",
    [{ id: "a", type: "pipeline", with: { pipeline: "callee-doubles@^1.0.0", input: { n: 4 } } }],
    { output: { value: "{{ steps.a.output }}" } },
  ),
};
