import { existsSync, readFileSync } from "node:fs";

import { compilePipeline } from "@lockstep/manifest";
const root = "/work/shared/examples/acme/";
const read = (f) => (existsSync(root + f) ? { kind: "file", bytes: readFileSync(root + f) } : null);
for (const p of [
  "pipelines/data/customer-etl.pipeline.json",
  "pipelines/support/support-triage.pipeline.json",
]) {
  const bytes = readFileSync(root + p);
  let t = performance.now();
  compilePipeline(p, bytes, read);
  console.log("first", performance.now() - t);
  for (let i = 0; i < 300; i++) compilePipeline(p, bytes, read);
  t = performance.now();
  for (let i = 0; i < 2000; i++) compilePipeline(p, bytes, read);
  console.log(p, (performance.now() - t) / 2000, "ms");
}
