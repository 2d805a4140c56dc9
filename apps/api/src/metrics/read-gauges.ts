import { fromTimestamp, type OrgStore, type SyncState, syncStates } from "@lockstep/model";

import type { ApiMetrics } from "./create-metrics.ts";

/** Sets every gauge from the org database. When that does not answer, only `databaseUp` tells, as 0. */
export async function readGauges(store: OrgStore, metrics: ApiMetrics): Promise<void> {
  const gauges = [
    metrics.environmentState,
    metrics.environmentDrift,
    metrics.environmentFailures,
    metrics.environmentObserved,
    metrics.openDeploys,
    metrics.runs,
    metrics.queueRuns,
    metrics.queueAge,
    metrics.quotaUsed,
    metrics.quotaLimit,
    metrics.outbox,
    metrics.debts,
  ];
  for (const gauge of gauges) gauge.reset();
  try {
    await store.ping();
    metrics.databaseUp.set(1);
    await Promise.all([
      readEnvironments(store, metrics),
      readRuns(store, metrics),
      readQueues(store, metrics),
      readOutbox(store, metrics),
      readDebts(store, metrics),
    ]);
  } catch {
    metrics.databaseUp.set(0);
  }
}

async function readEnvironments(store: OrgStore, metrics: ApiMetrics): Promise<void> {
  for (const { slug, state, failures, observedAt } of await store.environments.list()) {
    const environment = slug;
    for (const known of Object.keys(syncStates) as SyncState[]) {
      metrics.environmentState.set({ environment, state: known }, known === state ? 1 : 0);
    }
    metrics.environmentFailures.set({ environment }, failures);
    if (observedAt !== null)
      metrics.environmentObserved.set({ environment }, fromTimestamp(observedAt) / 1_000);
    metrics.environmentDrift.set({ environment }, (await store.drift.list(slug)).length);
    const deploy = await store.deploys.loadOpen(slug);
    if (deploy !== null) metrics.openDeploys.set({ environment, state: deploy.state }, 1);
  }
}

async function readRuns(store: OrgStore, metrics: ApiMetrics): Promise<void> {
  for (const [state, count] of Object.entries(await store.runs.counts())) {
    metrics.runs.set({ state }, count);
  }
}

async function readQueues(store: OrgStore, metrics: ApiMetrics): Promise<void> {
  const now = fromTimestamp(await store.now());
  for (const { slug: environment } of await store.environments.list()) {
    const { queues, quotas } = await store.queues.load(environment);
    for (const { queue, oldestQueuedAt, queued, running, waiting } of queues) {
      for (const [state, count] of Object.entries({ queued, running, waiting }))
        metrics.queueRuns.set({ environment, queue, state }, count);
      const ageMs = oldestQueuedAt === null ? 0 : Math.max(0, now - fromTimestamp(oldestQueuedAt));
      metrics.queueAge.set({ environment, queue }, ageMs / 1_000);
    }
    for (const { scope, name, quota, limit, used } of quotas) {
      metrics.quotaUsed.set({ environment, scope, name, quota }, used);
      metrics.quotaLimit.set({ environment, scope, name, quota }, limit);
    }
  }
}

/** Environments without any show 0, so that an alert can tell "none" from "unknown". */
async function readDebts(store: OrgStore, metrics: ApiMetrics): Promise<void> {
  const now = await store.now();
  const debts = await store.debts.listOpen(null);
  for (const { slug: environment } of await store.environments.list()) {
    const overdue = debts.filter((debt) => debt.environment === environment && debt.dueAt <= now).length;
    const open = debts.filter((debt) => debt.environment === environment).length - overdue;
    metrics.debts.set({ environment, state: "open" }, open);
    metrics.debts.set({ environment, state: "overdue" }, overdue);
  }
}

async function readOutbox(store: OrgStore, metrics: ApiMetrics): Promise<void> {
  const { pending, dead } = await store.outbox.counts();
  metrics.outbox.set({ state: "pending" }, pending);
  metrics.outbox.set({ state: "dead" }, dead);
}
