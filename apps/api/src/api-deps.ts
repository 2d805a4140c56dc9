import type { RetryRequest, RunRequest, WebhookReceipt, WebhookRequest } from "@lockstep/engine";
import type {
  Clock,
  Comparisons,
  DriftMender,
  ExplainCommit,
  Firing,
  Forge,
  ForgeDoor,
  Ids,
  OrgStore,
  PipelineLoader,
  Planner,
  Previews,
  PreviewRollBack,
  Promotions,
  RaisedEvent,
  Retire,
  Role,
  RollBack,
  Run,
  Slug,
} from "@lockstep/model";
import type { Registry } from "prom-client";

import type { DashboardOrNone } from "./dashboard/serve-dashboard.ts";

/** Everything the API needs from the process it lives in. It reads no environment and opens nothing itself. */
export interface ApiDeps {
  readonly store: OrgStore;
  readonly planner: Planner;
  /** Says what merging would change. */
  readonly previews: Previews;
  readonly comparisons: Comparisons;
  readonly promotions: Promotions;
  /** Puts rows right, and proposes them as changes of git. */
  readonly driftMender: DriftMender;
  /** Says where a commit is in each environment, or why it is not there. */
  readonly explainCommit: ExplainCommit;
  readonly pipelines: PipelineLoader;
  readonly rollBack: RollBack;
  readonly previewRollBack: PreviewRollBack;
  readonly retire: Retire;
  readonly startRun: StartRun;
  readonly retryRun: RetryRun;
  /** Starts what listens for an event, once per event id. */
  readonly raiseEvent: (environment: Slug, event: RaisedEvent) => Promise<readonly Firing[]>;
  /** Admits a request to a webhook trigger and starts its run. */
  readonly receiveWebhook: (request: WebhookRequest) => Promise<WebhookReceipt>;
  readonly forge: Forge;
  /** Proves deliveries of the forge; `null` without a webhook secret, and then none is taken. */
  readonly forgeDoor: ForgeDoor | null;
  /** Encrypts a secret for its row, with environment and name as associated data. */
  readonly seal: (secret: SecretValue) => string | Promise<string>;
  /** Free and reserved bytes of the disk that holds the data. */
  readonly measureDisk: () => Promise<DiskSpace>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: ApiLog;
  /** Where the process collects its metrics; the controller in the same process adds its own here. */
  readonly metrics: Registry;
  /** Key of the HMAC under which tokens are stored; at least 32 bytes, kept outside the database. */
  readonly serverKey: Uint8Array;
  /** Served beside the API; `null` leaves small pages that tell how to look with the CLI. */
  readonly dashboard: DashboardOrNone | null;
  readonly settings: ApiSettings;
}

/** Accepts a run and makes it durable: the engine's `startRun` over its own ports. */
type StartRun = (request: RunRequest) => Promise<{ readonly run: Run; readonly isNew: boolean }>;

/** Takes up a run that failed or was cancelled: the engine's `retryRun` over its own ports. */
type RetryRun = (request: RetryRequest) => Promise<{ readonly run: Run; readonly isNew: boolean }>;

export interface ApiSettings {
  /** Version of Lockstep, as the OpenAPI document states it. */
  readonly version: string;
  /** Host names, without ports, under which the API may be addressed. */
  readonly allowedHosts: readonly string[];
  /** Origin of the public URL, such as `https://lockstep.example`; browsers from elsewhere are refused. */
  readonly publicOrigin: string | null;
  /** What `/pipelines/{slug}/run` means when the token does not say. */
  readonly defaultEnvironment: Slug | null;
  /** Role that `/metrics` asks for; `null` leaves it open. */
  readonly metricsRole: Role | null;
  /** An environment that nobody looked at for this long makes the installation not ready. */
  readonly staleAfterMs: number;
  /** How often an open stream is kept alive and its token checked again. */
  readonly heartbeatMs: number;
}

export interface SecretValue {
  readonly environment: Slug;
  readonly name: string;
  readonly value: string;
}

export interface DiskSpace {
  readonly freeBytes: number;
  /** Below this, new runs are refused. */
  readonly reserveBytes: number;
}

/** Where faults are reported; pino fits. */
export interface ApiLog {
  error(facts: object, message: string): void;
}
