import type {
  Approval,
  Commit,
  Decision,
  Deploy,
  DeployRecord,
  DetectedDrift,
  EnvironmentStatus,
  LogLine,
  Plan,
  Run,
  StepAttempt,
  Token,
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

export interface PreviewAnswer {
  readonly plan: Plan;
  readonly decision: Decision;
}

interface DeployHead extends Pick<
  Deploy,
  "id" | "environment" | "state" | "because" | "actor" | "createdAt" | "updatedAt"
> {
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
  readonly records: readonly DeployRecord[];
  readonly approvals: readonly Approval[];
}

export type RunDetail = Omit<Run, "state"> & { readonly status: Run["state"] };

export type RunSummary = Omit<RunDetail, "input" | "output">;

export interface RunAnswer {
  readonly run: RunDetail;
}

export type AttemptView = Omit<StepAttempt, "run" | "state"> & { readonly status: StepAttempt["state"] };

export type LogLineView = Omit<LogLine, "run">;

export type DriftView = Omit<DetectedDrift, "environment">;

export type TokenView = Omit<Token, "digest">;

export type WorkerView = Worker;
