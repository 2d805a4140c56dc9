import type { Actor } from "./actor.ts";
import type { Slug, Timestamp } from "./identifiers.ts";

/** What a broken glass leaves behind: an apply that somebody else has to look at until `dueAt`. */
export interface Debt {
  readonly deploy: string;
  readonly environment: Slug;
  readonly actor: Actor;
  readonly reason: string;
  readonly at: Timestamp;
  readonly dueAt: Timestamp;
}
