import type { Actor } from "./actor.ts";
import type { Admission } from "./admission.ts";
import type { StepEventName } from "./event.ts";
import type { Checksum, Json, JsonSchema, Revision, Slug, Timestamp, Version } from "./identifiers.ts";
import type { StepErrorType } from "./pipeline.ts";
import type { CalleeLock } from "./plan.ts";
import type { RunState, StepState } from "./states.ts";

/** Why a step or a run failed; already redacted. */
export interface RunError {
  readonly type: StepErrorType | "cancelled";
  readonly message: string;
  /** The step that failed first; absent for the run's own errors, such as its deadline. */
  readonly step?: string;
  /** Facts for expressions and programs, such as `status` of an HTTP answer. */
  readonly details?: Json;
  /** How long the other side asks to be left alone before another attempt; already capped. */
  readonly retryAfterMs?: number;
}

/** What an attempt used of a model, over all requests that it sent. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** In the currency of the step's `price`; null where the step states none. */
  readonly cost: number | null;
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

/** The attempt of a `pipeline` step that started a run. */
export interface ParentStep {
  readonly run: string;
  readonly step: string;
  readonly item: number;
  readonly attempt: number;
  /** Whether the attempt waits for the run's end; then the run is cancelled with it. */
  readonly isAwaited: boolean;
  /** Pipelines of the runs above, the nearest last. */
  readonly ancestors: readonly Slug[];
}

/** The run that another one takes up again on the same version, or repeats on the applied one. */
export interface RetriedRun {
  readonly run: string;
  /** The run under whose id the idempotency keys of a step are made, for steps whose effect may have begun before. */
  readonly keys: { readonly [step: string]: string };
  /** Who started the runs that are taken up again, the nearest last. */
  readonly actors: readonly string[];
}

/** A callee's lock with all that starting a run of it takes. */
export interface PinnedCallee extends CalleeLock {
  readonly manifest: Checksum;
  /** The deploy that put the callee there. */
  readonly deploy: string;
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
  /** Null for a run that no other run started. */
  readonly parent: ParentStep | null;
  /** Null for a run that takes up no other. */
  readonly retryOf: RetriedRun | null;
  /** What the calls of this pipeline, and of those it calls, resolved to when the run was accepted. */
  readonly locks: readonly PinnedCallee[];
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
  /** Sum of what its ended attempts cost. */
  readonly cost: number;
  /** When what went in and came out was erased; `null` while it is there. */
  readonly erasedAt: Timestamp | null;
}

/**
 * What an attempt in state `waiting` waits for beyond its own start: an instant (`retryAt`), a person's answer or the
 * end of another run, both at the latest until `retryAt`.
 */
export type WaitsFor =
  | { readonly kind: "instant" }
  | {
      readonly kind: "person";
      readonly prompt: string;
      readonly assignees: readonly string[];
      /** JSON Schema of the answer. */
      readonly form: JsonSchema;
    }
  | { readonly kind: "run"; readonly run: string };

/** What came for an attempt that waited. */
export interface Reply {
  /** Identity of the person, or id of the run. */
  readonly by: string;
  readonly at: Timestamp;
  /** Null once the attempt has taken it up: then it is the attempt's own output or error. */
  readonly result: { readonly output: Json } | { readonly error: RunError } | null;
}

/** A run in a list: without what went in and came out. */
export type RunSummary = Omit<Run, "input" | "output">;

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
  /** When an attempt in state `waiting` may start or, if it has already, how long it waits (or waited) at most. */
  readonly retryAt: Timestamp | null;
  /** What it used of a model, however it ended; null where it asked none. */
  readonly usage: Usage | null;
  /** Null for an attempt that never waited, or only for its own start. */
  readonly waitsFor: WaitsFor | null;
  readonly reply: Reply | null;
}

/** A person's answer that a run waits for. */
export interface OpenApproval {
  readonly run: string;
  readonly environment: Slug;
  readonly slug: Slug;
  readonly version: Version;
  readonly team: string | null;
  readonly step: string;
  readonly item: number;
  readonly attempt: number;
  readonly asked: Extract<WaitsFor, { kind: "person" }>;
  readonly since: Timestamp;
  readonly expiresAt: Timestamp;
}

/** Names one attempt. */
export type AttemptKey = Pick<StepAttempt, "run" | "step" | "item" | "attempt">;

/** Larger inputs and outputs, in bytes of JSON, lie beside the rows that would otherwise carry them everywhere. */
export const inlineBytes = 64 * 1024;

/** An attempt in a list. `output` is null when it is larger than the list takes; `outputBytes` is its real size. */
export interface ListedAttempt extends StepAttempt {
  readonly outputBytes: number;
  readonly isOutputOmitted: boolean;
}

/** An attempt as a bar on a time line: nothing of what went in and came out. */
export type AttemptSpan = Pick<
  StepAttempt,
  "step" | "item" | "attempt" | "state" | "startedAt" | "endedAt" | "retryAt"
> & { readonly waitsFor: WaitsFor["kind"] | null };

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
