import type { Checksum, Pipeline, Slug, Version } from "@lockstep/model";

/** One pipeline in a form that can be compared; its definition is loaded only when it differs. */
export interface ComparablePipeline {
  readonly slug: Slug;
  readonly version: Version;
  readonly content: Checksum;
  readonly manifest: Checksum;
  load(): Promise<Pipeline>;
}

/** What `diff` was given: one pipeline, or all pipelines of some place. */
export type Subject =
  | { readonly kind: "pipeline"; readonly name: string; readonly pipeline: ComparablePipeline }
  | {
      readonly kind: "pipelines";
      readonly name: string;
      readonly pipelines: ReadonlyMap<Slug, ComparablePipeline>;
    };
