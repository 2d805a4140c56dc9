import { checksumOfText } from "@lockstep/model";
import { expect, test } from "vitest";

import { acmePipelines, readAcme, readAcmeFile } from "../../testing/acme.ts";
import { orderManifest } from "../../testing/order-manifest.ts";
import { compilePipeline } from "../compile/compile-pipeline.ts";
import { compileStored, linkStored, type StoredPipeline } from "./compile-stored.ts";

const files: readonly (readonly [string, Uint8Array])[] = [
  ...acmePipelines.map((path) => [path, readAcme(path)] as const),
  ["pipelines/order.pipeline.json", Buffer.from(orderManifest)],
];

function stored(path: string, bytes: Uint8Array): StoredPipeline & { readonly compiled: object } {
  const { pipeline } = compilePipeline(path, bytes, readAcmeFile);
  if (pipeline === null) throw new Error(`${path} has errors`);
  const { slug, manifest, canonical } = pipeline;
  return { slug, path, manifest, canonical, compiled: pipeline };
}

test.each(files)("%s comes out of the database as it was compiled", (path, bytes) => {
  const { compiled, ...row } = stored(path, bytes);
  expect(compileStored(row)?.pipeline).toEqual(compiled);
});

test("a text that is not what was applied is none, nor is another pipeline's", () => {
  const [path, bytes] = ["pipelines/order.pipeline.json", Buffer.from(orderManifest)] as const;
  const { compiled: _, ...row } = stored(path, bytes);
  expect(compileStored({ ...row, canonical: row.canonical.replace("order", "other") })).toBeNull();
  expect(compileStored({ ...row, slug: "other" })).toBeNull();
});

test("pipelines that do not fit together are all there, with what is wrong", () => {
  const canonical = JSON.stringify({
    apiVersion: "lockstep/v1",
    kind: "Pipeline",
    slug: "caller",
    steps: [{ id: "ask", type: "pipeline", with: { pipeline: "order@^2.0.0" } }],
    version: "1.0.0",
  });
  const manifest = checksumOfText("lockstep-manifest/v1", canonical);
  const caller = compileStored({ slug: "caller", path: "caller.pipeline.json", manifest, canonical });
  const snapshot = linkStored("a".repeat(40), caller === null ? [] : [caller]);
  expect(snapshot.pipelines.map(({ slug }) => slug)).toEqual(["caller"]);
  expect(snapshot.problems).toMatchObject([
    { code: "CALLEE_UNKNOWN", file: "caller.pipeline.json", path: "/steps/0/with/pipeline" },
  ]);
});
