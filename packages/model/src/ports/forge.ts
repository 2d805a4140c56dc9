import type { CheckReport, CommentReport, DeploymentReport } from "../check-report.ts";
import type { NewDelivery } from "../delivery.ts";
import type { Revision, Timestamp } from "../identifiers.ts";
import type { MergeEvidence, PullRequest } from "../pull-request.ts";

/** What a forge can do with the credentials it has. */
export interface ForgeCapabilities {
  readonly pullRequests: boolean;
  /** Checks with annotations and buttons; where false, reports become commit statuses. */
  readonly checks: boolean;
  readonly statuses: boolean;
  readonly deployments: boolean;
  readonly comments: boolean;
  /** Whether commits can be made on branches of pull requests. */
  readonly commits: boolean;
  /** Whether failed webhook deliveries can be listed and asked for again. */
  readonly redelivery: boolean;
}

/**
 * Where pull requests live. Failures: `forge-unreachable` (retry; `retryAfterMs` where the forge names one),
 * `forge-refused` (stall: missing permission, revoked installation, refused content), `not-found`, `cancelled`. Nothing
 * that Lockstep decides to apply waits for it, but for what a policy asks of it: commits whose signature only a forge
 * verifies, a merged pull request, its checks, and who merged it where authors may not approve. Publishing is idempotent:
 * what is there already is not made again.
 */
export interface Forge {
  readonly name: "github" | "none";
  readonly capabilities: ForgeCapabilities;
  readRepository(signal: AbortSignal): Promise<ForgeRepository>;
  listOpenPullRequests(signal: AbortSignal): Promise<readonly PullRequest[]>;
  /** `null` when there is none of that number. */
  readPullRequest(number: number, signal: AbortSignal): Promise<PullRequest | null>;
  /** How the commit came in; `null` when no merged pull request brought it. */
  readMergeEvidence(revision: Revision, signal: AbortSignal): Promise<MergeEvidence | null>;
  /** The forge's own word on a commit's signature; `null` when it has none. */
  readVerification(revision: Revision, signal: AbortSignal): Promise<ForgeVerification | null>;
  publishCheck(report: CheckReport, signal: AbortSignal): Promise<void>;
  publishDeployment(report: DeploymentReport, signal: AbortSignal): Promise<void>;
  publishComment(report: CommentReport, signal: AbortSignal): Promise<void>;
  /** What an account may do in the repository. */
  readPermission(login: string, signal: AbortSignal): Promise<ForgePermission>;
  /** One commit on a branch whose head must still be `expectedHead`; `conflict` when it moved. */
  commitFiles(commit: NewForgeCommit, signal: AbortSignal): Promise<Revision>;
  /** A new branch from a revision, with one commit when there are files. `conflict` when a branch of that name exists. */
  createBranch(branch: NewForgeBranch, signal: AbortSignal): Promise<Revision>;
  /** Opens a pull request, or finds the open one of the same head and base. */
  openPullRequest(request: NewPullRequest, signal: AbortSignal): Promise<PullRequest>;
  /** Deliveries that failed since then, newest first, each delivery once. */
  listFailedDeliveries(since: Timestamp, signal: AbortSignal): Promise<readonly FailedDelivery[]>;
  redeliver(id: string, signal: AbortSignal): Promise<void>;
  /** A token for git over HTTPS, refreshed before it ends; `null` when the forge gives none. */
  readGitToken(signal: AbortSignal): Promise<string | null>;
  /** What is missing for everything to work. */
  inspect(signal: AbortSignal): Promise<readonly SetupFinding[]>;
  /** From what was seen lately, without asking. */
  status(): ForgeStatus;
}

export interface ForgeVerification {
  readonly isVerified: boolean;
  /** The forge's word for why, such as `valid`, `unsigned`, `bad_cert`. */
  readonly reason: string;
}

export type ForgePermission = "none" | "read" | "write" | "admin";

export interface ForgeRepository {
  /** Survives renames and transfers. */
  readonly id: string;
  /** `owner/name`. */
  readonly fullName: string;
  readonly url: string;
  readonly defaultBranch: string;
}

export interface NewForgeCommit {
  readonly branch: string;
  readonly expectedHead: Revision;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly message: string;
}

export interface NewForgeBranch {
  readonly branch: string;
  readonly from: Revision;
  /** `text` null removes the file. Empty: only the branch. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  readonly message: string;
}

export interface NewPullRequest {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  /** Markdown, at most 65 536 characters. */
  readonly body: string;
}

export interface FailedDelivery {
  /** To ask for it again. */
  readonly id: string;
  readonly event: string;
  readonly at: Timestamp;
}

/** One thing that setting up needs, found or missing. */
export interface SetupFinding {
  /** `permission:checks`, `event:pull_request`, `webhook`, `required-check:lockstep / validate`, … */
  readonly subject: string;
  readonly state: "ok" | "missing" | "unknown";
  readonly because: string;
  /** What to do; `null` when it is as it should be. */
  readonly next: string | null;
}

export interface ForgeStatus {
  /** When it last answered; `null` before it ever did. */
  readonly answeredAt: Timestamp | null;
  /** Why the last request failed; `null` after a success. */
  readonly fault: string | null;
  /** Requests that are left, and when the allowance is filled again. */
  readonly rate: { readonly remaining: number; readonly limit: number; readonly resetAt: Timestamp } | null;
  /** Until when it asked not to be called. */
  readonly pausedUntil: Timestamp | null;
}

/**
 * The webhook door of a forge: proves the sender on the raw bytes, then reads only what is kept. Failures:
 * `unauthenticated`, `unsupported-media-type`, `invalid-input`.
 */
export interface ForgeDoor {
  admit(request: {
    readonly headers: { readonly [name: string]: string | undefined };
    readonly body: Uint8Array;
  }): Promise<NewDelivery>;
}
