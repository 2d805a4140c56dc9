import type { KeyObject } from "node:crypto";

import type { TestRepository } from "../git/test-repository.ts";

export type Json = Readonly<Record<string, unknown>>;

export type GitHubPermission = "none" | "read" | "write" | "admin";

export interface FakeReview {
  readonly id: number;
  readonly user: string;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";
  readonly body: string;
  readonly commit: string;
  readonly at: number;
}

export interface FakePull {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly user: string;
  state: "open" | "closed";
  isDraft: boolean;
  readonly head: { repository: number; ref: string; sha: string };
  /** `sha` is what GitHub shows: where the base was when the head last moved, not where it is. */
  readonly base: { ref: string; sha: string };
  /** What the last attempt to merge gave; `mergeSha` is `null` when there were conflicts. */
  mergeable: boolean;
  mergeSha: string | null;
  /** How many reads still answer that GitHub is computing. */
  unknownReads: number;
  /** Whether the base moved since the attempt. */
  isOutdated: boolean;
  merged: { readonly by: string; readonly at: number } | null;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  readonly reviews: FakeReview[];
}

export interface FakeCheckRun {
  readonly id: number;
  readonly app: "own" | "other";
  readonly name: string;
  readonly headSha: string;
  detailsUrl: string | null;
  externalId: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  startedAt: number;
  completedAt: number | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: Json[];
  actions: readonly { label: string; description: string; identifier: string }[];
}

export interface FakeStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly at: number;
}

export interface FakeDeploymentStatus {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly at: number;
}

export interface FakeDeployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly isProduction: boolean;
  readonly isTransient: boolean;
  readonly description: string | null;
  readonly payload: unknown;
  readonly creator: string;
  readonly at: number;
  readonly statuses: FakeDeploymentStatus[];
}

export interface FakeComment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly user: string;
  readonly byApp: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

export interface FakeMergeGroup {
  readonly ref: string;
  readonly headSha: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly pull: number;
}

/** One repository: what the tests may look at. */
export interface FakeRepository {
  readonly id: number;
  owner: string;
  name: string;
  isPrivate: boolean;
  defaultBranch: string;
  readonly forkOf: number | null;
  /** The bare repository that holds every ref. */
  readonly git: TestRepository;
  /** Every branch and tag as last seen, by its full name. */
  refs: Map<string, string>;
  readonly pulls: Map<number, FakePull>;
  nextNumber: number;
  readonly checkRuns: FakeCheckRun[];
  readonly statuses: FakeStatus[];
  readonly deployments: FakeDeployment[];
  readonly comments: FakeComment[];
  readonly permissions: Map<string, GitHubPermission>;
  /** Names of required checks by branch. */
  readonly requiredChecks: Map<string, readonly string[]>;
  /** Why commits are verified (`valid`) or not, by revision; all others are `unsigned`. */
  readonly verifications: Map<string, string>;
  readonly mergeGroups: FakeMergeGroup[];
  readonly createdAt: number;
  isInstalled: boolean;
}

export interface FakeApp {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly owner: string;
  /** PEM, PKCS#1. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
  permissions: Readonly<Record<string, "read" | "write">>;
  events: readonly string[];
}

export interface FakeInstallation {
  readonly id: number;
  readonly account: string;
  state: "active" | "suspended" | "deleted";
  /** What was granted; less than the app asks for until the owner agrees. */
  permissions: Readonly<Record<string, "read" | "write">>;
}

export type FakeToken =
  | { readonly kind: "installation"; readonly expiresAt: number }
  | { readonly kind: "user"; readonly login: string; isRevoked: boolean };

/** Everything that the fake knows. */
export interface GitHubState {
  readonly repositories: Map<number, FakeRepository>;
  /** Former full names, lower case. */
  readonly movedNames: Map<string, number>;
  readonly users: Map<string, number>;
  readonly app: FakeApp;
  readonly installation: FakeInstallation;
  readonly tokens: Map<string, FakeToken>;
  /** Codes of the manifest flow that may be turned into an app once. */
  readonly manifestCodes: Set<string>;
}

/** The fake with its surroundings, as the routes see it. */
export interface GitHubWorld {
  readonly state: GitHubState;
  /** Without a slash at the end. */
  readonly origin: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly nextId: () => number;
  /** How many reads of a pull request answer `mergeable: null` after it changed. */
  readonly unknownReads: number;
  /** Sends a webhook. */
  readonly emit: (event: GitHubEvent) => void;
  /** Creates the bare repository of a new fake repository. */
  readonly createGit: (id: number, from: FakeRepository | null) => Promise<TestRepository>;
  /** Runs one change of a repository after the other. */
  readonly serially: <T>(repository: FakeRepository, change: () => Promise<T>) => Promise<T>;
}

export interface GitHubEvent {
  readonly event: string;
  readonly action: string | null;
  readonly repository: FakeRepository | null;
  readonly sender: string;
  readonly payload: Json;
}
