import type {
  Actor,
  Change,
  Deploy,
  Hold,
  HoldKind,
  NewHold,
  PastState,
  Revision,
  Slug,
} from "@lockstep/model";

/** Which earlier state, and which of its pipelines. */
export interface RollBackTarget {
  readonly environment: Slug;
  /** Id of a deploy that was applied in this environment. */
  readonly to: string;
  /** Pipelines to take back; `null` is every one that differs from then. */
  readonly pipelines: readonly Slug[] | null;
}

/** Back to what an earlier deploy left. */
export interface RollBackRequest extends RollBackTarget {
  readonly reason: string;
  readonly actor: Actor;
  /** Whose hold it leaves behind. */
  readonly kind: Exclude<HoldKind, "pause">;
}

/** What a rollback did. */
export interface RolledBack {
  readonly deploy: Deploy;
  readonly sequence: number;
  readonly hold: Hold;
}

/** What a rollback would do. */
export interface RollBackPreview {
  readonly environment: Slug;
  /** The deploy in force. */
  readonly from: string;
  readonly to: PastState;
  /** The revision in force afterwards: that of then when everything is taken back, else the one of now. */
  readonly revision: Revision;
  readonly changes: readonly Change[];
  /** Every pipeline that differs from then, those that stay, too. */
  readonly differing: readonly Slug[];
  /** What would not come back under any version. */
  readonly quarantine: NewHold["quarantine"];
  /** Sentences about what stays as it is. */
  readonly stays: readonly string[];
}

/**
 * Goes back without git and without a forge, in one transaction. Failures: `invalid-input`, `not-found`, `row-tampered`,
 * `conflict` when somebody else was first, `unprocessable` with the problems by name.
 */
export type RollBack = (request: RollBackRequest) => Promise<RolledBack>;

/** The same without writing anything. */
export type PreviewRollBack = (target: RollBackTarget) => Promise<RollBackPreview>;
