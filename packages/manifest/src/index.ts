export { checksums, type ManifestChecksums } from "./canonical/checksums.ts";
export { compileControl, isEnvironmentPath, orgPath } from "./compile/compile-control.ts";
export { compileEnvironment, type EnvironmentCompilation } from "./compile/compile-environment.ts";
export { compileOrg, type OrgCompilation } from "./compile/compile-org.ts";
export { type Compilation, compilePipeline } from "./compile/compile-pipeline.ts";
export { compileSnapshot } from "./compile/compile-snapshot.ts";
export {
  createSnapshotCompiler,
  type SnapshotCompiler,
  type SnapshotSource,
} from "./compile/create-snapshot-compiler.ts";

export { fileExtensions } from "./files/read-referenced-file.ts";
export { referencedPaths } from "./files/referenced-paths.ts";
export type { ReadFile, SourceEntry, SourceFile } from "./files/source-file.ts";
export type { WrittenEnvironment } from "./format/environment-format.ts";
export type { WrittenOrg } from "./format/org-format.ts";
export type { WrittenPipeline } from "./format/pipeline-format.ts";
export { publishedSchemas } from "./format/published-schemas.ts";
export type { WrittenStep } from "./format/step-format.ts";
export type { WrittenTrigger } from "./format/trigger-format.ts";
export { formatManifest } from "./pretty/format-manifest.ts";
export { writeEnvironment } from "./pretty/write-environment.ts";
export { resolveEnvironment } from "./resolve-environment.ts";
export { resolvePipeline } from "./resolve-pipeline.ts";
export { compileStored, linkStored, type StoredPipeline } from "./stored/compile-stored.ts";
export { createPipelineLoader } from "./stored/create-pipeline-loader.ts";
export { describeManifest } from "./stored/describe-manifest.ts";
export { readStoredManifest } from "./stored/read-stored-manifest.ts";
export { readCompiledPipeline, readStoredPipeline } from "./stored/read-stored-pipeline.ts";
export { editVersion } from "./text/edit-version.ts";
export { limits } from "./text/limits.ts";
export { placeProblems } from "./text/place-problems.ts";
