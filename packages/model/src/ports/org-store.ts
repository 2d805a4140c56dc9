import type { Timestamp } from "../identifiers.ts";
import type { PeopleStore, SecretStore, TokenStore } from "./access-stores.ts";
import type { DashboardStore } from "./dashboard-store.ts";
import type { DebtStore } from "./debt-store.ts";
import type { DeliveryStore } from "./delivery-store.ts";
import type { DeployStore } from "./deploy-store.ts";
import type { DriftStore } from "./drift-store.ts";
import type { EnvironmentStore } from "./environment-store.ts";
import type { EventStore } from "./event-store.ts";
import type { EvidenceStore } from "./evidence-store.ts";
import type { HistoryStore } from "./history-store.ts";
import type { HoldStore } from "./hold-store.ts";
import type { ImpactStore } from "./impact-store.ts";
import type { InsightStore } from "./insight-store.ts";
import type { LeaseStore } from "./lease-store.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { NotificationStore } from "./notification-store.ts";
import type { OutboxStore } from "./outbox-store.ts";
import type { PullRequestStore } from "./pull-request-store.ts";
import type { QueueStore } from "./queue-store.ts";
import type { RequestStore } from "./request-store.ts";
import type { RunFiles } from "./run-files.ts";
import type { RetentionStore, RunStore } from "./run-store.ts";
import type { SessionStore } from "./session-store.ts";
import type { Signals } from "./signals.ts";
import type { SmokeStore } from "./smoke-store.ts";
import type { StepStreams } from "./step-streams.ts";
import type { TriggerStore } from "./trigger-store.ts";
import type { VersionStore } from "./version-store.ts";
import type { WorkerStore } from "./worker-store.ts";

/** The org database. Failures: `database-unreachable`, `disk-full` (retry), `conflict`. All instants are the database's. */
export interface OrgStore {
  readonly dialect: "sqlite" | "postgres";
  readonly environments: EnvironmentStore;
  readonly deploys: DeployStore;
  readonly versions: VersionStore;
  readonly drift: DriftStore;
  readonly ledger: LedgerStore;
  readonly history: HistoryStore;
  readonly holds: HoldStore;
  readonly debts: DebtStore;
  readonly evidence: EvidenceStore;
  readonly smoke: SmokeStore;
  readonly impact: ImpactStore;
  readonly insights: InsightStore;
  readonly dashboard: DashboardStore;
  readonly notifications: NotificationStore;
  readonly runs: RunStore;
  readonly runFiles: RunFiles;
  readonly queues: QueueStore;
  readonly retention: RetentionStore;
  readonly requests: RequestStore;
  readonly workers: WorkerStore;
  readonly tokens: TokenStore;
  readonly sessions: SessionStore;
  readonly secrets: SecretStore;
  readonly people: PeopleStore;
  readonly events: EventStore;
  readonly outbox: OutboxStore;
  readonly deliveries: DeliveryStore;
  readonly pullRequests: PullRequestStore;
  readonly leases: LeaseStore;
  readonly triggers: TriggerStore;
  readonly signals: Signals;
  readonly streams: StepStreams;
  /** The database's clock, which all decisions use. */
  now(): Promise<Timestamp>;
  /** Resolves when a trivial query is answered. */
  ping(): Promise<void>;
  /** Claims the database for one repository; `wrong-installation` when it belongs to another. */
  claimInstallation(
    repository: string,
  ): Promise<{ readonly id: string; readonly createdAt: Timestamp; readonly isNew: boolean }>;
  close(): Promise<void>;
}
