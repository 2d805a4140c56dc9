export { checksums, type ManifestChecksums } from "./canonical/checksums.ts";
export { type Compilation, compilePipeline } from "./compile/compile-pipeline.ts";
export type { ReadFile, SourceFile } from "./files/inline-files.ts";
export type { WrittenPipeline } from "./format/pipeline-format.ts";
export type { WrittenStep } from "./format/step-format.ts";
export type { WrittenTrigger } from "./format/trigger-format.ts";
