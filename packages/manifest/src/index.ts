export { checksums, type ManifestChecksums } from "./canonical/checksums.ts";
export { type Compilation, compilePipeline } from "./compile/compile-pipeline.ts";
export type { ReadFile, SourceEntry, SourceFile } from "./files/source-file.ts";
export { compileControl, isEnvironmentPath } from "./compile/compile-control.ts";
export { resolveEnvironment } from "./resolve-environment.ts";
export type { WrittenEnvironment } from "./format/environment-format.ts";
export type { WrittenPipeline } from "./format/pipeline-format.ts";
export type { WrittenStep } from "./format/step-format.ts";
export type { WrittenTrigger } from "./format/trigger-format.ts";
