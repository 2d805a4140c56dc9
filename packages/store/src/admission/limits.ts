import { type Environment, quotasOf, type ScopedQuotas, type Slug } from "@lockstep/model";

/** What the applied configuration of an environment says about claiming. */
export interface ClaimRules {
  /** How often the team's turn comes: 1 to 10 times as often as the least important one's. */
  weightOf(account: string): number;
  /** Limits on runs at the same time, the widest first. */
  slotsOf(account: string, slug: Slug | null): readonly SlotLimit[];
}

export interface SlotLimit extends Pick<ScopedQuotas, "scope" | "environment" | "name"> {
  readonly limit: number;
}

/** Where a team has no entry, or none any more. */
const middlePriority = 5;

export const noRules: ClaimRules = { weightOf: () => middlePriority + 1, slotsOf: () => [] };

export function claimRulesOf(policy: Environment): ClaimRules {
  return {
    weightOf: (account) => (policy.teams[account]?.priority ?? middlePriority) + 1,
    slotsOf: (account, slug) =>
      quotasOf(policy, account, slug ?? "").flatMap(({ quotas, ...scope }) =>
        quotas.concurrentRuns === null ? [] : [{ ...scope, limit: quotas.concurrentRuns }],
      ),
  };
}

/** Whether a pipeline has a limit of its own. */
export function isApart(rules: ClaimRules, account: string, slug: Slug): boolean {
  return rules.slotsOf(account, slug).some(({ scope }) => scope === "pipeline");
}
