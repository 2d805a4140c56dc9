import type { DurationText, Json, JsonObject, JsonSchema, Slug, Version } from "./identifiers.ts";

/** Every step type of the format. */
export const stepTypes = [
  "http",
  "llm",
  "embeddings",
  "transform",
  "filter",
  "switch",
  "validate",
  "assert",
  "return",
  "sql",
  "code",
  "file",
  "wait",
  "approval",
  "pipeline",
  "notify",
  "set",
  "echo",
] as const;

export type StepType = (typeof stepTypes)[number];

/** What a step may do to the world; orders from harmless to not. */
export type Effects = "none" | "read" | "write";

/** Words a pipeline must not be called, because they are parts of URLs. */
export const reservedSlugs: readonly string[] = ["run", "runs", "latest", "new", "all", "versions"];

export const slugPattern = "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$";
export const versionPattern = "^(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})$";
export const stepIdPattern = "^[a-z][a-z0-9_]*$";

/** A workflow definition with every default filled in. The written form is declared by `@lockstep/manifest`. */
export interface Pipeline {
  readonly slug: Slug;
  readonly version: Version;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly owners: readonly string[];
  readonly labels: { readonly [name: string]: string };
  /** Why nobody should start using it; `null` when it is not deprecated. */
  readonly deprecated: string | null;
  readonly team: string | null;
  readonly input: { readonly schema: JsonSchema; readonly sample: Json };
  /** `value` is a template; `null` returns nothing. */
  readonly output: { readonly value: Json; readonly schema: JsonSchema };
  readonly uses: Uses;
  readonly timeout: DurationText;
  readonly concurrency: Concurrency | null;
  /** By id once read back from the store: the canonical form sorts them, because order means nothing. */
  readonly steps: readonly Step[];
  readonly triggers: readonly Trigger[];
  readonly tests: readonly PipelineTest[];
}

/** The only configuration names that a pipeline may reference. */
export interface Uses {
  readonly variables: readonly string[];
  readonly secrets: readonly string[];
  readonly connections: readonly string[];
}

export interface Concurrency {
  readonly limit: number;
  /** A template; runs with the same value share the limit. */
  readonly key: string | null;
  readonly onLimit: "queue" | "reject" | "cancel-oldest";
}

export type StepErrorType =
  | "timeout"
  | "connectivity"
  | "http"
  | "provider"
  | "validation"
  | "expression"
  | "security"
  | "execution";

/** Error types that no retry can mend. */
export const neverRetried: readonly StepErrorType[] = ["validation", "expression", "security"];

export interface RetryPolicy {
  /** Counts the first try; 1 means no retry. */
  readonly maxAttempts: number;
  readonly backoff: "fixed" | "linear" | "exponential";
  readonly baseDelay: DurationText;
  readonly maxDelay: DurationText;
  readonly jitter: boolean;
  readonly on: readonly StepErrorType[];
}

export interface ForEach {
  /** A template that gives an array. */
  readonly items: Json;
  readonly as: string;
  readonly onItemError: "fail" | "collect" | "drop";
  readonly concurrency: number;
  readonly maxItems: number;
}

export interface ErrorHandling {
  readonly strategy: "fail" | "skip" | "fallback";
  readonly value: Json;
  readonly on: readonly (StepErrorType | "any")[];
}

/** A node of a pipeline, defaults of the pipeline already folded in. */
export interface Step {
  readonly id: string;
  readonly type: StepType;
  readonly title: string;
  readonly description: string;
  readonly dependsOn: readonly string[];
  readonly runOn: "success" | "failure" | "always";
  /** A template that gives a boolean; `null` is always. */
  readonly when: string | null;
  readonly whenUnmet: "skip" | "skip-cascade" | "fail";
  readonly forEach: ForEach | null;
  /** What the step type is told; its schema is declared by `@lockstep/step-types`. */
  readonly with: JsonObject;
  readonly effects: Effects;
  readonly outputSchema: JsonSchema | null;
  readonly onError: ErrorHandling;
  readonly retry: RetryPolicy;
  /** Per attempt. */
  readonly timeout: DurationText;
  readonly startDelay: DurationText;
  readonly position: { readonly x: number; readonly y: number } | null;
}

interface TriggerBase {
  readonly id: string;
  readonly enabled: boolean;
  /** A template over `trigger` that gives the run's input. */
  readonly input: Json;
}

export interface CronTrigger extends TriggerBase {
  readonly type: "cron";
  readonly schedule: string;
  readonly timezone: string;
  readonly overlap: "skip" | "queue" | "allow";
  /** How far back missed firings are made up for. */
  readonly catchup: DurationText;
}

export interface WebhookTrigger extends TriggerBase {
  readonly type: "webhook";
  readonly auth: {
    readonly type: "none" | "bearer" | "hmac-sha256";
    readonly secret: string | null;
    readonly header: string | null;
    readonly tolerance: DurationText;
  };
  readonly respond: "accepted" | "wait";
  readonly dedupeKey: string | null;
}

export interface PipelineTrigger extends TriggerBase {
  readonly type: "pipeline";
  readonly pipeline: Slug;
  readonly on: "success" | "failure" | "completion";
  readonly delay: DurationText;
}

export interface EventTrigger extends TriggerBase {
  readonly type: "event";
  readonly event: string;
  readonly filter: string | null;
}

export type Trigger = CronTrigger | WebhookTrigger | PipelineTrigger | EventTrigger;

export interface PipelineTest {
  readonly name: string;
  readonly input: Json;
  /** By name; one without a value here is its own name as text. */
  readonly variables: JsonObject;
  readonly mocks: { readonly [step: string]: StepMock };
  readonly expect: TestExpectation;
}

/** What a step gives in a test instead of running. */
export interface StepMock {
  /** Of every item where the step has `forEach`. */
  readonly output?: Json;
  /** One per `forEach` item. */
  readonly outputs?: readonly Json[];
  readonly error?: { readonly type: StepErrorType; readonly message: string };
}

export interface TestExpectation {
  readonly status?: "completed" | "failed" | "cancelled";
  readonly output?: Json;
  readonly steps?: { readonly [step: string]: string };
  readonly error?: { readonly type?: StepErrorType; readonly contains?: string };
  /** Expressions that must be true. */
  readonly assertions?: readonly string[];
}

/** A call of one pipeline by another: `slug@1.2.3` or `slug@^1.2.0`. */
export interface Callee {
  readonly slug: Slug;
  readonly range: string;
}
