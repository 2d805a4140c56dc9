import type { Ids, OrgStore, Signals, StepStreams } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { claimInstallation } from "../queries/claim-installation.ts";
import { readNow } from "../queries/read-now.ts";
import { createDashboardStore } from "./create-dashboard-store.ts";
import { createDebtStore } from "./create-debt-store.ts";
import { createDeliveryStore } from "./create-delivery-store.ts";
import { createDeployStore } from "./create-deploy-store.ts";
import { createDriftStore } from "./create-drift-store.ts";
import { createEnvironmentStore } from "./create-environment-store.ts";
import { createEventStore } from "./create-event-store.ts";
import { createEvidenceStore } from "./create-evidence-store.ts";
import { createHistoryStore } from "./create-history-store.ts";
import { createHoldStore } from "./create-hold-store.ts";
import { createImpactStore } from "./create-impact-store.ts";
import { createInsightStore } from "./create-insight-store.ts";
import { createLeaseStore } from "./create-lease-store.ts";
import { createLedgerStore } from "./create-ledger-store.ts";
import { createNotificationStore } from "./create-notification-store.ts";
import { createOutboxStore } from "./create-outbox-store.ts";
import { createPeopleStore } from "./create-people-store.ts";
import { createPullRequestStore } from "./create-pull-request-store.ts";
import { createQueueStore } from "./create-queue-store.ts";
import { createRequestStore } from "./create-request-store.ts";
import { createRetentionStore } from "./create-retention-store.ts";
import { createRunFiles } from "./create-run-files.ts";
import { createRunStore } from "./create-run-store.ts";
import { createSecretStore } from "./create-secret-store.ts";
import { createSessionStore } from "./create-session-store.ts";
import { createSmokeStore } from "./create-smoke-store.ts";
import { createTokenStore } from "./create-token-store.ts";
import { createTriggerStore } from "./create-trigger-store.ts";
import { createVersionStore } from "./create-version-store.ts";
import { createWorkerStore } from "./create-worker-store.ts";

export interface OrgStoreParts {
  readonly database: Database;
  readonly signals: Signals & { close(): Promise<void> };
  readonly streams: StepStreams & { close(): Promise<void> };
  readonly salt: string | Uint8Array;
  readonly ids: Ids;
}

/** The port over a migrated database. */
export function createOrgStore({ database, signals, streams, salt, ids }: OrgStoreParts): OrgStore {
  return {
    dialect: database.dialect.name,
    environments: createEnvironmentStore(database, signals),
    deploys: createDeployStore(database, signals, ids),
    versions: createVersionStore(database),
    drift: createDriftStore(database, signals),
    ledger: createLedgerStore(database),
    notifications: createNotificationStore(database),
    evidence: createEvidenceStore(database),
    smoke: createSmokeStore(database, signals),
    impact: createImpactStore(database),
    insights: createInsightStore(database),
    dashboard: createDashboardStore(database),
    history: createHistoryStore(database),
    holds: createHoldStore(database, signals, ids),
    debts: createDebtStore(database, signals),
    runs: createRunStore(database, signals),
    runFiles: createRunFiles(database),
    queues: createQueueStore(database),
    retention: createRetentionStore(database),
    requests: createRequestStore(database),
    workers: createWorkerStore(database, signals),
    tokens: createTokenStore(database),
    sessions: createSessionStore(database),
    secrets: createSecretStore(database),
    people: createPeopleStore(database, salt),
    events: createEventStore(database, signals),
    outbox: createOutboxStore(database, signals),
    deliveries: createDeliveryStore(database, signals),
    pullRequests: createPullRequestStore(database, signals),
    leases: createLeaseStore(database),
    triggers: createTriggerStore(database, signals),
    signals,
    streams,
    now: () => database.read(readNow()),
    ping: async () => {
      await database.read(readNow());
    },
    claimInstallation: (repository) =>
      database.transact(() => claimInstallation({ id: ids.next(), repository })),
    close: async () => {
      await signals.close();
      await streams.close();
      await database.close();
    },
  };
}
