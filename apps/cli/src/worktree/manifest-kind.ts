import { basename, dirname } from "node:path";

export type ManifestKind = "pipeline" | "environment" | "org";

/** What a file in its place declares; `null` for files that are no manifests by name. */
export function manifestKind(path: string): ManifestKind | null {
  if (path.endsWith(".pipeline.json")) return "pipeline";
  if (basename(path) === "lockstep.json") return "org";
  return basename(dirname(path)) === "environments" && path.endsWith(".json") ? "environment" : null;
}
