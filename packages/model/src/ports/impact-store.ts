import type { Json, Slug, Timestamp, Version } from "../identifiers.ts";

/** Counts over runs, for what a plan touches. */
export interface ImpactStore {
  /** Runs that have not ended. */
  countUnended(
    environment: Slug,
    slugs: readonly Slug[],
  ): Promise<readonly { readonly slug: Slug; readonly version: Version; readonly count: number }[]>;
  /** Who started runs since then. */
  listStarters(
    environment: Slug,
    slugs: readonly Slug[],
    since: Timestamp,
  ): Promise<
    readonly {
      readonly slug: Slug;
      readonly actor: string;
      readonly runs: number;
      readonly lastAt: Timestamp;
    }[]
  >;
  /** The newest recorded inputs of a pipeline, newest first; erased ones are passed over. */
  listInputs(environment: Slug, slug: Slug, limit: number): Promise<readonly Json[]>;
}
