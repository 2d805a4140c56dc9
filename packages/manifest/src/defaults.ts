import type {
  CronTrigger,
  EventTrigger,
  ForEach,
  PipelineTrigger,
  RetryPolicy,
  WebhookTrigger,
} from "@lockstep/model";

/** What a manifest means where it says nothing. Resolving fills these in, canonicalising leaves them out. */
export const pipelineDefaults = {
  title: "",
  description: "",
  team: null,
  owners: [],
  tags: [],
  labels: {},
  deprecated: null,
  timeout: "24h",
  concurrency: null,
  triggers: [],
  tests: [],
} as const;

export const inputDefaults = { schema: {}, sample: null } as const;

export const outputDefaults = { value: null, schema: {} } as const;

export const usesDefaults = { variables: [], secrets: [], connections: [] } as const;

export const concurrencyDefaults = { key: null, onLimit: "queue" } as const;

/** The effects of a step come from its type, timeout and retry also from the pipeline's `defaults`. */
export const stepDefaults = {
  title: "",
  description: "",
  dependsOn: [],
  runOn: "success",
  when: null,
  whenUnmet: "skip",
  forEach: null,
  with: {},
  outputSchema: null,
  startDelay: "0s",
  position: null,
} as const;

export const stepTimeoutDefault = "5m";

export const forEachDefaults = {
  as: "item",
  onItemError: "fail",
  concurrency: 1,
  maxItems: 10_000,
} as const satisfies Omit<ForEach, "items">;

export const onErrorDefaults = { strategy: "fail", value: null, on: ["any"] } as const;

export const retryDefaults: RetryPolicy = {
  maxAttempts: 1,
  backoff: "exponential",
  baseDelay: "1s",
  maxDelay: "5m",
  jitter: true,
  on: ["connectivity", "http", "provider", "timeout"],
};

const anyTrigger = { enabled: true, input: {} } as const;

export const triggerDefaults = {
  cron: {
    ...anyTrigger,
    timezone: "UTC",
    overlap: "skip",
    catchup: "0s",
  } as const satisfies Partial<CronTrigger>,
  webhook: { ...anyTrigger, respond: "accepted", dedupeKey: null } as const satisfies Partial<WebhookTrigger>,
  pipeline: { ...anyTrigger, on: "success", delay: "0s" } as const satisfies Partial<PipelineTrigger>,
  event: { ...anyTrigger, filter: null } as const satisfies Partial<EventTrigger>,
};

export const webhookAuthDefaults = { secret: null, header: null, tolerance: "5m" } as const;
