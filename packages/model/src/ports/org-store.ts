import type { Approval } from "../decision.ts";
import type { Deploy, DeployRecord, DeployRecordKind } from "../deploy.ts";
import type { AssignedPipeline, DetectedDrift, Drift, LivePipeline } from "../drift.ts";
import type { EnvironmentFindings, EnvironmentStatus } from "../environment-status.ts";
import type { NewEvent, OrgEvent } from "../event.ts";
import type { Checksum, JsonObject, Revision, Slug, Timestamp, Version } from "../identifiers.ts";
import type { AppliedPipeline, AppliedState, Release } from "../plan.ts";
import type { PinnedCallee } from "../run.ts";
import type { CompiledEnvironment, CompiledPipeline } from "../snapshot.ts";
import type { DeployState } from "../states.ts";
import type { Token } from "../token.ts";
import type { QueueStore } from "./queue-store.ts";
import type { RunFiles } from "./run-files.ts";
import type { RetentionStore, RunStore } from "./run-store.ts";
import type { StepStreams } from "./step-streams.ts";
import type { TriggerStore } from "./trigger-store.ts";
import type { WorkerStore } from "./worker-store.ts";

/** A page of a list; `next` is the cursor of the following one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number;
  readonly cursor: string | null;
}

/** The org database. Failures: `database-unreachable`, `disk-full` (retry), `conflict`. All instants are the database's. */
export interface OrgStore {
  readonly dialect: "sqlite" | "postgres";
  readonly environments: EnvironmentStore;
  readonly deploys: DeployStore;
  readonly versions: VersionStore;
  readonly drift: DriftStore;
  readonly runs: RunStore;
  readonly runFiles: RunFiles;
  readonly queues: QueueStore;
  readonly retention: RetentionStore;
  readonly requests: RequestStore;
  readonly workers: WorkerStore;
  readonly tokens: TokenStore;
  readonly secrets: SecretStore;
  readonly people: PeopleStore;
  readonly events: EventStore;
  readonly outbox: OutboxStore;
  readonly leases: LeaseStore;
  readonly triggers: TriggerStore;
  readonly signals: Signals;
  readonly streams: StepStreams;
  /** The database's clock, which all decisions use. */
  now(): Promise<Timestamp>;
  /** Resolves when a trivial query is answered. */
  ping(): Promise<void>;
  /** Claims the database for one repository; `wrong-installation` when it belongs to another. */
  claimInstallation(
    repository: string,
  ): Promise<{ readonly id: string; readonly createdAt: Timestamp; readonly isNew: boolean }>;
  close(): Promise<void>;
}

export interface EnvironmentStore {
  list(): Promise<readonly EnvironmentStatus[]>;
  load(slug: Slug): Promise<EnvironmentStatus | null>;
  /** Makes the row on first sight, else updates title, tier and findings, and stamps `observedAt`. */
  saveFindings(
    environment: {
      readonly slug: Slug;
      readonly title: string;
      readonly tier: EnvironmentStatus["tier"];
    },
    findings: EnvironmentFindings,
  ): Promise<void>;
  /** Everything in force, pipelines included. */
  loadApplied(slug: Slug): Promise<AppliedState>;
  /** Applied pipelines by slug; `search` matches slugs. */
  listPipelines(
    slug: Slug,
    filter: { readonly search: string | null; readonly team: string | null },
    page: PageRequest,
  ): Promise<Page<AppliedPipeline>>;
  loadPipeline(environment: Slug, slug: Slug): Promise<AppliedPipeline | null>;
  /** What the calls of a pipeline, and of those it calls, resolve to since the last apply. */
  loadLocks(environment: Slug, caller: Slug): Promise<readonly PinnedCallee[]>;
  /** Asks the controller, in whatever process it runs, to look at an environment now. */
  raiseHint(slug: Slug): Promise<void>;
  /** Takes all hints raised so far. */
  takeHints(): Promise<readonly Slug[]>;
  /** Counts an attempt to compile a revision before it starts, and returns how many there were, this one included. */
  countCompileAttempt(environment: Slug, revision: Revision): Promise<number>;
  /** Forgets the attempts after the compilation ended by itself. */
  clearCompileAttempts(environment: Slug, revision: Revision): Promise<void>;
}

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
  readonly record: { readonly kind: DeployRecordKind; readonly body: JsonObject };
  readonly events: readonly NewEvent[];
  readonly outbox: readonly NewOutboxEntry[];
}

export type ApplyOutcome =
  | { readonly outcome: "applied"; readonly sequence: number; readonly record: DeployRecord }
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
  readonly record: { readonly kind: DeployRecordKind; readonly body: JsonObject } | null;
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
  listRecords(environment: Slug, from: number, limit: number): Promise<readonly DeployRecord[]>;
  listRecordsOf(deploy: string): Promise<readonly DeployRecord[]>;
  approve(deploy: string, approval: Omit<Approval, "at">): Promise<Approval>;
  listApprovals(deploy: string): Promise<readonly Approval[]>;
}

export interface VersionStore {
  /** Adds manifests by checksum; what is already there stays. */
  insertManifests(manifests: readonly CompiledPipeline[]): Promise<void>;
  /** Canonical text by manifest checksum, exactly as stored; the caller re-hashes it. */
  loadManifest(manifest: Checksum): Promise<string | null>;
  loadManifests(manifests: readonly Checksum[]): Promise<ReadonlyMap<Checksum, string>>;
  /** Claims of all versions of these slugs. */
  loadReleases(slugs: readonly Slug[]): Promise<readonly Release[]>;
  listVersions(slug: Slug, page: PageRequest): Promise<Page<VersionListing>>;
}

/** One version of a pipeline that was ever applied anywhere. */
export interface VersionListing {
  readonly slug: Slug;
  readonly version: Version;
  readonly content: Checksum;
  readonly manifest: Checksum;
  readonly release: Release | null;
  /** Environments in which it is in force now. */
  readonly appliedIn: readonly Slug[];
  readonly firstSeenAt: Timestamp;
}

export interface DriftStore {
  /** What the append-only history says is in force. */
  loadAssigned(environment: Slug): Promise<readonly AssignedPipeline[]>;
  /** What the rows contain; `rehashed` is computed from the stored text. */
  loadLive(environment: Slug): Promise<readonly LivePipeline[]>;
  /** Replaces the findings: keeps `since` of what was known, clears what is gone; tells what is new and gone. */
  saveFindings(
    environment: Slug,
    findings: readonly Drift[],
    detectedBy: string,
  ): Promise<{ readonly detected: number; readonly cleared: number }>;
  list(environment: Slug): Promise<readonly DetectedDrift[]>;
}

export interface TokenStore {
  insert(token: Token): Promise<void>;
  loadByDigest(digest: string): Promise<Token | null>;
  list(): Promise<readonly Token[]>;
  touch(id: string): Promise<void>;
  revoke(id: string): Promise<boolean>;
}

/** Secrets of `store:` references, sealed before they get here. */
export interface SecretStore {
  put(environment: Slug, name: string, sealed: string): Promise<void>;
  load(environment: Slug, name: string): Promise<string | null>;
  list(environment: Slug): Promise<readonly { readonly name: string; readonly updatedAt: Timestamp }[]>;
  remove(environment: Slug, name: string): Promise<boolean>;
}

/** Names and addresses, apart from the records so that they can be erased. */
export interface PeopleStore {
  /** Returns the salted hash by which records refer to the person. */
  remember(person: { readonly name: string; readonly email: string }): Promise<string>;
  load(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly name: string; readonly email: string }>>;
}

export interface EventStore {
  append(events: readonly NewEvent[]): Promise<void>;
  /** Gives committed events their numbers, in order, and returns how many. Safe to call from several processes. */
  publish(): Promise<number>;
  /** Published events with an id above `after`, oldest first. */
  list(
    after: number,
    filter: { readonly environment: Slug | null },
    limit: number,
  ): Promise<readonly OrgEvent[]>;
  /** Highest published id; 0 when there is none. */
  lastId(): Promise<number>;
  /** Removes events older than the instant. */
  prune(before: Timestamp): Promise<number>;
}

/** A request that may be repeated: the same key with the same body within 24 h is the same request. */
export interface RepeatableRequest {
  /** Who asked what: token and route. */
  readonly scope: string;
  readonly key: string;
  /** Digest of the body. */
  readonly body: string;
  /** The run it is about; erasing that run removes the kept answer. */
  readonly run: string | null;
}

export type RequestClaim =
  /** Nobody asked before: do it, then answer or release. */
  | { readonly state: "new" }
  /** Somebody is doing it. */
  | { readonly state: "under-way" }
  /** It was done, and this was answered. */
  | { readonly state: "answered"; readonly response: string };

/** What was asked under an idempotency key, and answered. Runs keep their keys with `RunStore.create`. */
export interface RequestStore {
  /**
   * Takes the key, or tells what became of the request that has it. A request that is under way for longer than
   * `staleMs` was lost with its process, and its key is taken over. Failure: `unprocessable` with code
   * `IDEMPOTENCY_MISMATCH` for another body.
   */
  claim(request: RepeatableRequest, staleMs: number): Promise<RequestClaim>;
  answer(request: RepeatableRequest, response: string): Promise<void>;
  /** Frees the key of a request that changed nothing. */
  release(request: RepeatableRequest): Promise<void>;
}

/** Something to tell the outside world, at least once. Entries of one `target` are coalesced while undelivered. */
export interface NewOutboxEntry {
  readonly topic: string;
  readonly target: string;
  readonly body: JsonObject;
}

export interface OutboxStore {
  counts(): Promise<{
    readonly pending: number;
    readonly dead: number;
    readonly oldestAt: Timestamp | null;
  }>;
}

export interface LeaseStore {
  /** The token when the lease is free, expired or already ours; `null` when another holder has it. Tokens only grow. */
  acquire(name: string, holder: string, milliseconds: number): Promise<number | null>;
  release(name: string, holder: string): Promise<void>;
  /** When somebody holds it: who, and until when. */
  load(name: string): Promise<{ readonly holder: string; readonly expiresAt: Timestamp } | null>;
}

export type Channel = "hint" | "run" | "event";

/** Wakes other parts of Lockstep, in this process or another. Only a hint: never relied on. */
export interface Signals {
  notify(channel: Channel): Promise<void>;
  /** Returns how to stop listening. */
  listen(channel: Channel, listener: () => void): () => void;
}
