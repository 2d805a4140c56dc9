import type { Approval } from "../decision.ts";
import type { Deploy, LedgerEntry, LedgerKind } from "../deploy.ts";
import type { NewEvent } from "../event.ts";
import type { Checksum, JsonObject, Revision, Slug, Version } from "../identifiers.ts";
import type { Release } from "../plan.ts";
import type { CompiledEnvironment, CompiledPipeline } from "../snapshot.ts";
import type { DeployState } from "../states.ts";
import type { NewOutboxEntry } from "./outbox-store.ts";
import type { Page, PageRequest } from "./page.ts";

/** What an apply transaction writes. */
export interface Application {
  readonly deploy: Deploy;
  /** Compare-and-set: must equal the environment's sequence. */
  readonly expectedSequence: number;
  /** Must still be the environment's lease token. */
  readonly fencingToken: number;
  readonly configuration: CompiledEnvironment;
  /** Manifests of created and changed pipelines; usually inserted ahead by `insertManifests`. */
  readonly manifests: readonly CompiledPipeline[];
  /** Claims that this apply makes; empty where immutability is not strict. */
  readonly releases: readonly {
    readonly slug: Slug;
    readonly version: Version;
    readonly content: Checksum;
  }[];
  readonly record: { readonly kind: LedgerKind; readonly body: JsonObject };
  readonly events: readonly NewEvent[];
  readonly outbox: readonly NewOutboxEntry[];
}

export type ApplyOutcome =
  | { readonly outcome: "applied"; readonly sequence: number; readonly record: LedgerEntry }
  /** Somebody else moved the environment first: plan again. */
  | { readonly outcome: "conflict" }
  /** The lease was lost. */
  | { readonly outcome: "fenced" }
  /** `(slug, version)` was claimed with other content meanwhile. */
  | { readonly outcome: "claimed"; readonly release: Release };

/** A change of a deploy's state, its record (for final states) and what to tell others, in one transaction. */
export interface DeployTransition {
  readonly deploy: Deploy;
  readonly fencingToken: number;
  readonly record: { readonly kind: LedgerKind; readonly body: JsonObject } | null;
  readonly events: readonly NewEvent[];
  readonly outbox: readonly NewOutboxEntry[];
}

/** An applied revision that moves without any change. */
export interface RevisionMove {
  readonly environment: Slug;
  readonly expectedSequence: number;
  readonly fencingToken: number;
  readonly revision: Revision;
  readonly controlRevision: Revision;
  readonly body: JsonObject;
  readonly events: readonly NewEvent[];
}

export interface DeployStore {
  /** Inserts the deploy or moves it to its new state; `fenced` when the lease was lost. */
  transition(transition: DeployTransition): Promise<"written" | "fenced">;
  apply(application: Application): Promise<ApplyOutcome>;
  noteRevision(move: RevisionMove): Promise<"written" | "conflict" | "fenced">;
  load(id: string): Promise<Deploy | null>;
  /** The newest deploy of an environment that is in none of the final states. */
  loadOpen(environment: Slug): Promise<Deploy | null>;
  /** Newest first. */
  list(
    filter: {
      readonly environment: Slug | null;
      readonly states: readonly DeployState[];
      readonly revision: Revision | null;
    },
    page: PageRequest,
  ): Promise<Page<Deploy>>;
  /** Oldest first, from `position` on. */
  listRecords(environment: Slug, from: number, limit: number): Promise<readonly LedgerEntry[]>;
  listRecordsOf(deploy: string): Promise<readonly LedgerEntry[]>;
  approve(deploy: string, approval: Omit<Approval, "at">): Promise<Approval>;
  listApprovals(deploy: string): Promise<readonly Approval[]>;
}
