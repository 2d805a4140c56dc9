import type { Actor } from "./actor.ts";
import type { Checksum, Slug, Timestamp, Version } from "./identifiers.ts";

/**
 * `pause` keeps an environment as it is until a person resumes it. `rollback` and `verification` do so while the content
 * that was taken out is still desired, and lift themselves when it no longer is; a person may resume them, too.
 */
export type HoldKind = "pause" | "rollback" | "verification";

/** A pin that keeps an environment from being applied. */
export interface Hold {
  /** UUIDv7. */
  readonly id: string;
  readonly environment: Slug;
  readonly kind: HoldKind;
  readonly reason: string;
  readonly actor: Actor;
  /** The deploy that placed it; `null` for one that a person placed. */
  readonly deploy: string | null;
  readonly at: Timestamp;
  readonly liftedAt: Timestamp | null;
  readonly liftedBy: Actor | null;
  /** Why it was lifted; empty while it holds. */
  readonly liftReason: string;
}

/** Content that must not come back into an environment under any version number, until a person lifts it. */
export interface QuarantinedContent {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly content: Checksum;
  /** The version under which it was taken out. */
  readonly version: Version;
  readonly hold: string;
  readonly reason: string;
  readonly actor: Actor;
  readonly since: Timestamp;
}
