import type { Actor } from "../actor.ts";
import type { Hold, HoldKind, QuarantinedContent } from "../hold.ts";
import type { Checksum, Slug, Version } from "../identifiers.ts";
import type { Page, PageRequest } from "./page.ts";

export interface NewHold {
  readonly environment: Slug;
  readonly kind: HoldKind;
  readonly reason: string;
  readonly actor: Actor;
  readonly deploy: string | null;
  readonly quarantine: readonly {
    readonly slug: Slug;
    readonly content: Checksum;
    readonly version: Version;
  }[];
}

/** Every change is a ledger entry and counts as an act of its environment, in one transaction. */
export interface HoldStore {
  place(hold: NewHold): Promise<Hold>;
  /**
   * Lifts holds in force (`null`: all of the environment) and with each its quarantine. Returns what was lifted, which is
   * nothing when somebody else was first.
   */
  lift(request: {
    readonly environment: Slug;
    readonly holds: readonly string[] | null;
    readonly actor: Actor;
    readonly reason: string;
  }): Promise<readonly Hold[]>;
  /** A hold whose content is no longer desired ends by itself; its quarantine stays. */
  liftByItself(hold: Hold, because: string): Promise<boolean>;
  loadInForce(environment: Slug): Promise<{
    readonly holds: readonly Hold[];
    readonly quarantine: readonly QuarantinedContent[];
  }>;
  /** Newest first, lifted ones included. */
  list(environment: Slug, page: PageRequest): Promise<Page<Hold>>;
}
