import type { Actor } from "./actor.ts";
import type { StepEventName } from "./event.ts";
import type { Checksum, Json, Revision, Slug, Timestamp, Version } from "./identifiers.ts";
import type { StepErrorType } from "./pipeline.ts";
import type { RunState, StepState } from "./states.ts";

/** Why a step or a run failed; already redacted. */
export interface RunError {
  readonly type: StepErrorType | "cancelled";
  readonly message: string;
  /** The step that failed first; absent for the run's own errors, such as its deadline. */
  readonly step?: string;
  /** Facts for expressions and programs, such as `status` of an HTTP answer. */
  readonly details?: Json;
}

/** Where a run came from and exactly what it executes. */
export interface Provenance {
  readonly environment: Slug;
  readonly slug: Slug;
  readonly version: Version;
  readonly content: Checksum;
  readonly manifest: Checksum;
  readonly revision: Revision;
  readonly deploy: string;
  readonly trigger: {
    readonly type: "api" | "cron" | "webhook" | "pipeline" | "event" | "cli";
    readonly id: string | null;
  };
  readonly actor: Actor;
}

/** What is known of a run when it is accepted. */
export interface NewRun extends Provenance {
  readonly id: string;
  readonly team: string | null;
  readonly queue: string;
  /** 0 to 9, higher goes first. */
  readonly priority: number;
  /** Already validated, defaults filled in. */
  readonly input: Json;
  readonly deadlineAt: Timestamp;
  /** Unique per (token, route, key) for 24 h; `body` tells whether the request was the same. */
  readonly idempotency: {
    readonly scope: string;
    readonly key: string;
    readonly body: Checksum;
  } | null;
}

/** One durable execution of one applied version. */
export interface Run extends Omit<NewRun, "idempotency"> {
  readonly state: RunState;
  readonly output: Json;
  readonly error: RunError | null;
  readonly createdAt: Timestamp;
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
  /** When a waiting run goes on by itself. */
  readonly wakeAt: Timestamp | null;
  readonly cancelRequested: boolean;
  /** When what went in and came out was erased; `null` while it is there. */
  readonly erasedAt: Timestamp | null;
}

/** One try of one step, or of one of its `forEach` items; the journal is made of these. */
export interface StepAttempt {
  readonly run: string;
  readonly step: string;
  /** Index of the `forEach` item; -1 for the step itself (skipping, the collected result, a plain step). */
  readonly item: number;
  /** 1-based; 0 for a step that never started, such as a skipped one. */
  readonly attempt: number;
  readonly state: StepState;
  readonly output: Json;
  readonly error: RunError | null;
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
  /** When the next attempt may start; only for an attempt in state `waiting`. */
  readonly retryAt: Timestamp | null;
}

/** An attempt in a list. `output` is null when it is larger than the list takes; `outputBytes` is its real size. */
export interface ListedAttempt extends StepAttempt {
  readonly outputBytes: number;
  readonly isOutputOmitted: boolean;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;

export type LogLevel = (typeof logLevels)[number];

/** What a log line tells of the life of a step, rather than what the step itself wrote. */
export interface StepEvent {
  readonly name: StepEventName;
  /** -1 for the step itself. */
  readonly item: number;
  readonly attempt: number;
}

export interface LogLine {
  readonly run: string;
  readonly step: string | null;
  readonly at: Timestamp;
  readonly level: LogLevel;
  readonly message: string;
  /** Absent from what a step wrote. */
  readonly event?: StepEvent;
}

/** A line as it was kept; `position` grows along the lines of one run. */
export interface StoredLogLine extends LogLine {
  readonly position: number;
}

/** How far a run has come, for those who follow it. */
export interface RunHead {
  readonly id: string;
  readonly state: RunState;
  readonly startedAt: Timestamp | null;
  readonly wakeAt: Timestamp | null;
  /** Of its newest log line; 0 when there is none. */
  readonly position: number;
}

/** That the payload of a run was removed: who did it, why, and what proves what it was. */
export interface Erasure extends NewErasure {
  readonly environment: Slug;
  /** SHA-256 over the canonical form of everything that was removed. */
  readonly digest: Checksum;
  readonly attempts: number;
  readonly logs: number;
  readonly at: Timestamp;
}

export interface NewErasure {
  readonly run: string;
  readonly actor: Actor;
  readonly reason: string;
}
