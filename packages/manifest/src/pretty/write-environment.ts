import type { Environment } from "@lockstep/model";

import { canonicalEnvironment } from "../canonical/canonical-environment.ts";
import { formatManifest } from "./format-manifest.ts";

/** The manifest that gives this environment, without what equals its default. Who is in which team stands in another file. */
export function writeEnvironment(environment: Environment): string {
  const { directory: _directory, ...own } = canonicalEnvironment(environment);
  return formatManifest(JSON.stringify({ apiVersion: "lockstep/v1", kind: "Environment", ...own }));
}
