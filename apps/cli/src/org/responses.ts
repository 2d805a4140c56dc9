import type {
  Approval,
  Commit,
  Decision,
  Delivery,
  Deploy,
  LedgerEntry,
  DetectedDrift,
  Effects,
  EnvironmentStatus,
  Erasure,
  Firing,
  ForgeCapabilities,
  ForgeStatus,
  Impact,
  Json,
  LogLine,
  OpenApproval,
  OutboxEntry,
  OutboxState,
  PastState,
  Plan,
  QueueOverview,
  Run,
  SetupFinding,
  StepAttempt,
  Token,
  Trigger,
  Verdict,
  Worker,
} from "@lockstep/model";

/** What the API answers, as far as commands read it; the API's own OpenAPI document is the full word. */
export interface PageAnswer<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

interface EnvironmentHead extends Pick<
  EnvironmentStatus,
  | "slug"
  | "title"
  | "tier"
  | "branch"
  | "state"
  | "because"
  | "next"
  | "opensAt"
  | "predictedAt"
  | "deploy"
  | "observedAt"
  | "failures"
  | "retryAt"
  | "removed"
> {
  readonly desired: { readonly revision: string | null };
  readonly applied: {
    readonly revision: string | null;
    readonly sequence: number;
    readonly deploy: string | null;
    readonly at: string | null;
  };
  readonly live: { readonly drift: number };
}

export interface EnvironmentSummary extends EnvironmentHead {
  readonly problems: number;
}

export interface EnvironmentDetail extends EnvironmentHead, Pick<EnvironmentStatus, "problems"> {}

export interface EnvironmentAnswer {
  readonly environment: EnvironmentDetail;
}

/** An environment as it was; `applied` null before the first apply. */
export interface PastEnvironment {
  readonly slug: string;
  readonly title: string;
  readonly at: string;
  readonly because: string;
  readonly applied: Omit<PastState, "environment"> | null;
}

export interface PreviewAnswer {
  readonly plan: Plan;
  readonly decision: Decision;
  readonly impact: Impact;
}

interface DeployHead extends Pick<
  Deploy,
  "id" | "environment" | "intent" | "state" | "because" | "actor" | "createdAt" | "updatedAt"
> {
  /** When it will be applied, if nothing but time passes. */
  readonly predictedAt: string | null;
  readonly revision: string;
  readonly planHash: string;
}

export interface DeploySummary extends DeployHead {
  readonly message: string;
  readonly author: string;
  readonly changes: number;
}

export interface DeployDetail extends DeployHead {
  readonly commit: Commit;
  readonly plan: Plan;
  readonly verdicts: readonly Verdict[];
}

export interface DeployAnswer {
  readonly deploy: DeployDetail;
  readonly records: readonly LedgerEntry[];
  readonly approvals: readonly Approval[];
}

export type RunDetail = Omit<Run, "state" | "retryOf" | "locks"> & {
  readonly status: Run["state"];
  readonly retryOf: string | null;
  /** Why it does not run yet. */
  readonly waitsFor: string | null;
};

export type RunSummary = Omit<RunDetail, "input" | "output">;

export interface RunAnswer {
  readonly run: RunDetail;
}

export type AttemptView = Omit<StepAttempt, "run" | "state" | "reply"> & {
  readonly status: StepAttempt["state"];
  readonly repliedBy: string | null;
  readonly repliedAt: string | null;
};

export interface ApprovalView extends Omit<OpenApproval, "asked"> {
  readonly prompt: string;
  readonly assignees: readonly string[];
  readonly form: Json;
}

export interface CompletionAnswer extends RunAnswer {
  readonly step: AttemptView;
}

export interface StepTypeView {
  readonly type: string;
  readonly summary: string;
  readonly with: Json;
  readonly output: Json;
  readonly effects: { readonly default: Effects; readonly floor: Effects };
  readonly powers: readonly string[];
  readonly secrets: readonly string[];
  readonly isExecutable: boolean;
}

export interface ErasureAnswer {
  readonly run: RunDetail;
  readonly erasure: Erasure;
}

export type LogLineView = Omit<LogLine, "run">;

export type QueuesAnswer = QueueOverview;

export type DriftView = Omit<DetectedDrift, "environment">;

export type TokenView = Omit<Token, "digest">;

export interface TriggerView {
  readonly slug: string;
  readonly trigger: string;
  readonly type: Trigger["type"];
  readonly enabled: boolean;
  readonly schedule: string | null;
  readonly timezone: string | null;
  readonly next: readonly string[];
  readonly listensTo: string | null;
  readonly hook: string | null;
}

export type FiringView = Pick<
  Firing,
  "slug" | "trigger" | "type" | "state" | "scheduledAt" | "run" | "reason" | "createdAt" | "endedAt"
>;
export type WorkerView = Worker;

export type DeliveryView = Delivery;

export interface OutboxView extends Omit<OutboxEntry, "body" | "nextAt"> {
  readonly state: OutboxState;
  /** `null` unless pending. */
  readonly nextAt: string | null;
}

export interface ForgeAnswer {
  readonly forge: {
    readonly name: "github" | "none";
    readonly capabilities: ForgeCapabilities;
    readonly status: ForgeStatus;
    /** `null` when nobody asked to inspect. */
    readonly findings: readonly SetupFinding[] | null;
    /** Whether a webhook secret is set. */
    readonly takesDeliveries: boolean;
    readonly lastDeliveryAt: string | null;
    readonly outbox: { readonly pending: number; readonly dead: number; readonly oldestAt: string | null };
  };
}
