import type { SourceEntry } from "../src/files/source-file.ts";

/** A file that declares a pipeline with the given steps and triggers. */
export function pipelineFile(slug: string, fields: object = {}, folder = "pipelines"): SourceEntry {
  const manifest = {
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug,
    version: "1.2.0",
    steps: [{ id: "a", type: "echo", with: { value: 1 } }],
    ...fields,
  };
  return textFile(`${folder}/${slug}.pipeline.json`, JSON.stringify(manifest, null, 2));
}

/** A step that calls a pipeline. */
export function call(callee: string, id = "call"): object {
  return { id, type: "pipeline", with: { pipeline: callee } };
}

/** A file with a text. */
export function textFile(path: string, text: string): SourceEntry {
  return { path, file: { kind: "file", bytes: new TextEncoder().encode(text) } };
}
