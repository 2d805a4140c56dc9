import { expect, test } from "vitest";

import { compilePipeline } from "../compile/compile-pipeline.ts";
import { describeManifest } from "./describe-manifest.ts";

const steps = [{ id: "greet", type: "set", with: { values: { text: "a\u202egpj.exe" } } }];
// Refused as it is, let through as JSON escapes it; the canonical text has it as it is.
const manifest = { apiVersion: "lockstep/v1", kind: "Pipeline", slug: "hello", version: "1.0.0", steps };
const written = JSON.stringify(manifest).replace("\u202e", String.raw`\u202e`);

test("a manifest with characters that turn the direction can be read all the same", () => {
  const { pipeline } = compilePipeline("pipelines/hello.pipeline.json", Buffer.from(written), () => null);
  if (pipeline === null) throw new Error("it does not compile");
  const described = describeManifest(pipeline.canonical, pipeline.manifest);
  expect(described).toMatchObject({ slug: "hello", version: "1.0.0", content: pipeline.content });
  expect(described?.text).toContain('\n  "slug": "hello",\n');
  expect(described?.text).toContain("\u202e");
});

test("a text that was changed in the database is none", () => {
  const { pipeline } = compilePipeline("pipelines/hello.pipeline.json", Buffer.from(written), () => null);
  if (pipeline === null) throw new Error("it does not compile");
  expect(describeManifest(`${pipeline.canonical} `, pipeline.manifest)).toBeNull();
});
