import { type AskedApproval, fromTimestamp, mayActAs, type OrgStore, type Token } from "@lockstep/model";

import { tokenActor } from "../access/token-actor.ts";
import type { Survey } from "./survey.ts";

/** Questions that are looked through; who has more of them open sees that there are more. */
export const askedAtMost = 500;

/** What runs ask that this token may answer, oldest first. */
export async function findQuestions(
  { dashboard }: Pick<OrgStore, "dashboard">,
  token: Token,
): Promise<{ readonly questions: readonly AskedApproval[]; readonly isMore: boolean }> {
  const asked = await dashboard.listAsked(token.environments, askedAtMost);
  const { id } = tokenActor(token);
  const questions = asked.filter(
    ({ starters, asked: { assignees } }) =>
      !starters.includes(id) && (mayActAs(token.role, "approver") || assignees.includes(id)),
  );
  return { questions, isMore: asked.length === askedAtMost };
}

/** When each environment was last looked at, and whether that is too long ago. */
export function freshnessOf({ now, environments }: Survey, staleAfterMs: number) {
  return environments.map(({ status: { slug, observedAt } }) => ({
    environment: slug,
    observedAt,
    isStale: observedAt === null || fromTimestamp(now) - fromTimestamp(observedAt) > staleAfterMs,
  }));
}

/** Differences that nobody acknowledged, the oldest first. */
export function countingDrift({ environments }: Survey) {
  return environments
    .flatMap(({ drift }) => drift.filter(({ isAcknowledged }) => !isAcknowledged))
    .sort((one, other) => (one.since < other.since ? -1 : 1));
}
