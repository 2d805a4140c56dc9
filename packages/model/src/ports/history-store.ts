import type { Deploy } from "../deploy.ts";
import type { Environment } from "../environment.ts";
import type { Checksum, Revision, Slug, Timestamp, Version } from "../identifiers.ts";
import type { LedgerKind } from "../ledger.ts";
import type { AppliedPipeline } from "../plan.ts";
import type { Page, PageRequest } from "./page.ts";

/** What an environment's applied state was from one instant on. Append-only. */
export interface PastState {
  readonly environment: Slug;
  readonly sequence: number;
  readonly kind: Extract<LedgerKind, "applied" | "rolled-back" | "retired">;
  readonly revision: Revision;
  readonly controlRevision: Revision;
  readonly configurationDigest: Checksum;
  readonly deploy: string;
  readonly at: Timestamp;
}

/** A deploy that changed one pipeline in an environment. Append-only. */
export interface PipelineChange {
  readonly sequence: number;
  readonly kind: PastState["kind"];
  /** What it put there; `null` when it took the pipeline out. */
  readonly to: {
    readonly version: Version;
    readonly content: Checksum;
    readonly manifest: Checksum;
    readonly team: string | null;
  } | null;
  readonly at: Timestamp;
  readonly revision: Revision;
  readonly deploy: Pick<Deploy, "id" | "intent" | "because" | "commit" | "actor">;
}

/** Past applied states, from what is never changed. */
export interface HistoryStore {
  /**
   * The state in force at an instant; `null` before the first apply. Its revisions are those of the newest commit up to
   * then that asked for no change.
   */
  loadAt(environment: Slug, at: Timestamp): Promise<PastState | null>;
  /** The state that a deploy left; `null` when it was never applied. */
  loadOf(deploy: string): Promise<PastState | null>;
  /** Newest first. */
  list(environment: Slug, page: PageRequest): Promise<Page<PastState>>;
  /** Pipelines in force at a sequence, by slug. */
  listPipelines(
    environment: Slug,
    sequence: number,
    filter: { readonly search: string | null; readonly team: string | null },
    page: PageRequest,
  ): Promise<Page<AppliedPipeline>>;
  /** One of them; `null` when it was not in force then. */
  loadPipeline(environment: Slug, sequence: number, slug: Slug): Promise<AppliedPipeline | null>;
  /** What deploys made of one pipeline, newest first. */
  listChanges(environment: Slug, slug: Slug, page: PageRequest): Promise<Page<PipelineChange>>;
  /** All of them at once. */
  loadPipelines(environment: Slug, sequence: number): Promise<ReadonlyMap<Slug, AppliedPipeline>>;
  /** At most `limit` revisions of deploys that begin with these hexadecimal digits. */
  findRevisions(prefix: string, limit: number): Promise<readonly Revision[]>;
  /** A configuration that was in force once. */
  loadConfiguration(digest: Checksum): Promise<Environment | null>;
}
