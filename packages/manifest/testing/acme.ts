import { existsSync, readFileSync } from "node:fs";

import type { ReadFile } from "../src/files/source-file.ts";

const root = new URL("../fixtures/acme/", import.meta.url);

/** Manifests of the example repository, by path. */
export const acmePipelines = [
  "pipelines/data/customer-etl.pipeline.json",
  "pipelines/support/support-triage.pipeline.json",
] as const;

export const acmeEnvironments = ["environments/production.json", "environments/staging.json"] as const;

/** Environments and who is who. */
export const acmeControl = [...acmeEnvironments, "lockstep.json"] as const;

/** Bytes of a file of the example repository. */
export function readAcme(path: string): Uint8Array {
  return readFileSync(new URL(path, root));
}

/** Any file of the example repository, for `$file` references. */
export const readAcmeFile: ReadFile = (path) =>
  existsSync(new URL(path, root)) ? { kind: "file", bytes: readAcme(path) } : null;
