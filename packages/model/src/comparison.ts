import type { Json, Revision, Slug, Timestamp } from "./identifiers.ts";
import type { Change } from "./plan.ts";

export const comparedKinds = ["environment", "revision", "version", "deploy", "pull-request"] as const;

/** What a text turned out to mean. */
export interface ComparedSide {
  readonly asked: string;
  readonly kind: (typeof comparedKinds)[number];
  /** What it is, for people: `staging`, `staging at 2026-…`, `hello 1.2.0`, `develop`, `#12 Greet louder`. */
  readonly title: string;
  readonly environment: Slug | null;
  readonly revision: Revision | null;
  /** Sequence of the applied state; `null` where there is none. */
  readonly sequence: number | null;
  readonly at: Timestamp | null;
  /** How many pipelines it has. */
  readonly pipelines: number;
}

/** Two things that are to be compared, and where whoever asks may look. */
export interface ComparisonQuestion {
  /**
   * `staging`, `staging@2026-02-03T14:03:00Z`, `hello@1.2.0`, the id of an applied deploy, `#12`, a commit or a branch;
   * `env:` and `git:` in front say which where a name is both.
   */
  readonly from: string;
  readonly to: string;
  /** `null` is everywhere. */
  readonly environments: readonly Slug[] | null;
}

/** How two things differ. */
export interface Comparison {
  readonly from: ComparedSide;
  readonly to: ComparedSide;
  readonly counts: { readonly created: number; readonly updated: number; readonly pruned: number };
  /** Settings that differ, where both are environments. */
  readonly configuration: readonly { readonly setting: string; readonly from: Json; readonly to: Json }[];
  /** A page of what differs, by slug. */
  readonly items: readonly Change[];
  readonly next: string | null;
}
