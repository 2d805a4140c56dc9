import type { Actor } from "../actor.ts";
import type { Debt } from "../debt.ts";
import type { Slug } from "../identifiers.ts";

export interface DebtStore {
  /** Unsettled ones, the earliest due first; `null` is every environment. */
  listOpen(environment: Slug | null): Promise<readonly Debt[]>;
  /** With its ledger entry; `false` when there is no open one. */
  settle(deploy: string, actor: Actor, reason: string): Promise<boolean>;
  /** Those that became overdue and were not told of yet: each is returned once, with its event. */
  takeOverdue(): Promise<readonly Debt[]>;
}
