import type { Actor, Deploy, Hold, HoldKind, Slug } from "@lockstep/model";

/** Back to what an earlier deploy left. */
export interface RollBackRequest {
  readonly environment: Slug;
  /** Id of a deploy that was applied in this environment. */
  readonly to: string;
  /** Pipelines to take back; `null` is every one that differs from then. */
  readonly pipelines: readonly Slug[] | null;
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

/**
 * Goes back without git and without a forge, in one transaction. Failures: `invalid-input`, `not-found`, `conflict` when
 * somebody else was first, `unprocessable` with the problems by name.
 */
export type RollBack = (request: RollBackRequest) => Promise<RolledBack>;
