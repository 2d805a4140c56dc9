import type { Checksum } from "../identifiers.ts";
import type { Pipeline } from "../pipeline.ts";

/** Gives pipelines by manifest checksum, re-hashed before use. Failures: `not-found`, `row-tampered`. */
export interface PipelineLoader {
  load(manifest: Checksum): Promise<LoadedPipeline>;
}

/** A pipeline whose stored text gave the checksum it was asked for. */
export interface LoadedPipeline {
  readonly pipeline: Pipeline;
  readonly content: Checksum;
  readonly manifest: Checksum;
}
