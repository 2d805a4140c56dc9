import { eventNames, liveEventNames, type OrgEvent } from "@lockstep/model";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** What the API measures. Gauges are read from the org database when somebody asks. */
export interface ApiMetrics {
  readonly requests: Histogram<"method" | "route" | "status">;
  readonly databaseUp: Gauge;
  readonly environmentState: Gauge<"environment" | "state">;
  readonly environmentDrift: Gauge<"environment">;
  readonly environmentFailures: Gauge<"environment">;
  readonly environmentObserved: Gauge<"environment">;
  readonly openDeploys: Gauge<"environment" | "state">;
  readonly runs: Gauge<"state">;
  readonly queueRuns: Gauge<"environment" | "queue" | "state">;
  readonly queueAge: Gauge<"environment" | "queue">;
  readonly quotaUsed: Gauge<"environment" | "scope" | "name" | "quota">;
  readonly quotaLimit: Gauge<"environment" | "scope" | "name" | "quota">;
  readonly outbox: Gauge<"state">;
  readonly debts: Gauge<"environment" | "state">;
  countEvents(events: readonly OrgEvent[]): void;
}

const countedNames: ReadonlySet<string> = new Set([...eventNames, ...liveEventNames]);

const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Registers the API's metrics in the process's registry. */
export function createMetrics(registry: Registry): ApiMetrics {
  const registers = [registry];
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `lockstep_${name}`, help, labelNames, registers });
  const events = new Counter({
    name: "lockstep_events_total",
    help: "Published events; deploys and reconciles by outcome are among them.",
    labelNames: ["name", "environment"],
    registers,
  });
  return {
    requests: new Histogram({
      name: "lockstep_http_request_seconds",
      help: "Time until the response began.",
      labelNames: ["method", "route", "status"],
      buckets: latencyBuckets,
      registers,
    }),
    databaseUp: gauge("database_up", "1 when the org database answered this scrape."),
    environmentState: gauge("environment_state", "1 for the sync state.", ["environment", "state"]),
    environmentDrift: gauge("environment_drift", "Named differences.", ["environment"]),
    environmentFailures: gauge("environment_failures", "Consecutive faults.", ["environment"]),
    environmentObserved: gauge("environment_observed_timestamp_seconds", "Last look.", ["environment"]),
    openDeploys: gauge("open_deploys", "Deploys on their way.", ["environment", "state"]),
    runs: gauge("runs", "Runs by state.", ["state"]),
    queueRuns: gauge("queue_runs", "Runs that have not ended.", ["environment", "queue", "state"]),
    queueAge: gauge("queue_oldest_seconds", "Age of the oldest queued run.", ["environment", "queue"]),
    quotaUsed: gauge("quota_used", "Use of a quota.", ["environment", "scope", "name", "quota"]),
    quotaLimit: gauge("quota_limit", "Limit of a quota.", ["environment", "scope", "name", "quota"]),
    outbox: gauge("outbox_entries", "Undelivered and given up.", ["state"]),
    debts: gauge("break_glass_debts", "Unsettled debts of broken glass: `open` in time, `overdue` late.", [
      "environment",
      "state",
    ]),
    countEvents(published) {
      for (const { name, environment } of published) {
        if (countedNames.has(name)) events.inc({ name, environment });
      }
    },
  };
}
