import type { Actor } from "../actor.ts";
import type { Approval } from "../decision.ts";
import type { Deploy } from "../deploy.ts";
import type { NewEvent } from "../event.ts";
import type { Checksum, JsonObject, Revision, Slug, Version } from "../identifiers.ts";
import type { LedgerEntry, LedgerKind } from "../ledger.ts";
import type { Release } from "../plan.ts";
import type { CompiledEnvironment, CompiledPipeline } from "../snapshot.ts";
import type { DeployState } from "../states.ts";
import type { NewHold } from "./hold-store.ts";
import type { NewOutboxEntry } from "./outbox-store.ts";
import type { Page, PageRequest } from "./page.ts";
import type { SmokeRun } from "./smoke-store.ts";

/** What an apply transaction writes. */
export interface Application {
  readonly deploy: Deploy;
  /** Compare-and-set: must equal the environment's sequence. */
  readonly expectedSequence: number;
  /** Must equal the environment's acts: what a person did meanwhile is decided anew. */
  readonly expectedActs: number;
  /** Must still be the environment's lease token; `null` for a person's rollback, which compare-and-set alone guards. */
  readonly fencingToken: number | null;
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
  /** A hold that comes into force with it: a rollback's. */
  readonly hold: NewHold | null;
  /** Runs that have to go well afterwards. */
  readonly smoke: readonly Pick<SmokeRun, "pipeline" | "input" | "expect" | "onFailure">[];
  /** Milliseconds within which a broken glass has to be looked at; `null` when none was broken. */
  readonly debt: { readonly actor: Actor; readonly reason: string; readonly withinMs: number } | null;
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

/** A person's word, before the store stamps it. */
export interface DeployAnswer extends Omit<Approval, "at" | "actor"> {
  readonly actor: Actor;
}

export type AnsweredDeploy =
  | { readonly outcome: "accepted"; readonly approval: Approval }
  /** The deploy was over: by its state, or by a rejection that the controller has not carried out yet. */
  | { readonly outcome: "closed"; readonly state: DeployState; readonly because: string }
  /** Another plan by now. */
  | { readonly outcome: "changed"; readonly planHash: Checksum };

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
  listRecordsOf(deploy: string): Promise<readonly LedgerEntry[]>;
  /**
   * Keeps a person's word on a plan, as an act of its environment and a ledger entry. Only while the deploy is planned or
   * waiting and its plan is the one that was answered: whoever comes later is told what came first.
   */
  answer(deploy: string, answer: DeployAnswer): Promise<AnsweredDeploy>;
  listApprovals(deploy: string): Promise<readonly Approval[]>;
}
