import type { ScopedQuotas } from "./admission.ts";
import { describeScope } from "./admission.ts";
import type { Quotas } from "./environment.ts";
import type { Timestamp } from "./identifiers.ts";

/** Runs that have not ended, by what they are doing. */
export interface QueueLoad {
  /** Wait for a worker; those that wait for their concurrency key are among them. */
  readonly queued: number;
  /** Wait for their concurrency key. */
  readonly held: number;
  readonly running: number;
  /** Parked: they wait for a time, a person or another run, and take no slot. */
  readonly waiting: number;
  readonly oldestQueuedAt: Timestamp | null;
}

export interface QueueStatus extends QueueLoad {
  readonly queue: string;
  readonly teams: readonly (QueueLoad & { readonly team: string })[];
}

/** How much of one quota is used. */
export interface QuotaUsage extends Pick<ScopedQuotas, "scope" | "name"> {
  readonly quota: keyof Quotas;
  readonly limit: number;
  readonly used: number;
}

/** The queues of an environment, and its quotas. */
export interface QueueOverview {
  readonly queues: readonly QueueStatus[];
  readonly quotas: readonly QuotaUsage[];
}

/** Why a run that could be executed is not. */
export type WaitReason =
  | { readonly for: "key"; readonly key: string; readonly limit: number; readonly active: number }
  | ({ readonly for: "slot"; readonly limit: number; readonly running: number } & Pick<
      ScopedQuotas,
      "scope" | "name"
    >)
  | { readonly for: "worker"; readonly queue: string };

/** The reason as a sentence for people. */
export function describeWait(reason: WaitReason): string {
  switch (reason.for) {
    case "key": {
      const { key, limit, active } = reason;
      const whose = key === "" ? "of its pipeline" : `with the concurrency key ${JSON.stringify(key)}`;
      return `waits for runs ${whose}: ${active} of ${limit} under way`;
    }
    case "slot":
      return `waits for a slot of ${describeScope(reason)}: ${reason.running} of ${reason.limit} running`;
    case "worker":
      return `waits for a free worker of the queue ${reason.queue}`;
  }
}
