import type { Actor } from "./actor.ts";
import type { Admission } from "./admission.ts";
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
  readonly admission: Admission;
}

/** One durable execution of one applied version. */
export interface Run extends Omit<NewRun, "idempotency" | "admission"> {
  readonly state: RunState;
  readonly output: Json;
  readonly error: RunError | null;
  readonly createdAt: Timestamp;
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
  /** When a waiting run goes on by itself. */
  readonly wakeAt: Timestamp | null;
  readonly cancelRequested: boolean;
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

export interface LogLine {
  readonly run: string;
  readonly step: string | null;
  readonly at: Timestamp;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
}
