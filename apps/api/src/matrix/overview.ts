import {
  type DriftHead,
  fromTimestamp,
  mayActAs,
  type OpenApproval,
  type OrgStore,
  type Token,
} from "@lockstep/model";

import { tokenActor } from "../access/token-actor.ts";
import type { Survey } from "./survey.ts";

/** Questions that are looked through; who has more of them open sees that there are more. */
const askedAtMost = 500;

/** What runs ask that this token may answer, oldest first. */
export async function findQuestions(
  { dashboard }: Pick<OrgStore, "dashboard">,
  token: Token,
): Promise<{ readonly questions: readonly OpenApproval[]; readonly isMore: boolean }> {
  const asked = await dashboard.listAsked(token.environments, askedAtMost);
  const { id } = tokenActor(token);
  const questions = asked.filter(
    ({ starters, question }) =>
      !starters.includes(id) && (mayActAs(token.role, "approver") || question.asked.assignees.includes(id)),
  );
  return { questions: questions.map(({ question }) => question), isMore: asked.length === askedAtMost };
}

/** When each environment was last looked at, and whether that is too long ago. */
export function freshnessOf({ now, environments }: Survey, staleAfterMs: number) {
  return environments.map(({ status: { slug, observedAt } }) => ({
    environment: slug,
    observedAt,
    isStale: observedAt === null || fromTimestamp(now) - fromTimestamp(observedAt) > staleAfterMs,
  }));
}

/** Differences that make something drifted, the oldest first: not acknowledged, where the policy asks to be told. */
export function countingDrift({ environments }: Survey): readonly DriftHead[] {
  return environments
    .filter(({ status }) => status.policy?.apply.selfHeal !== "off")
    .flatMap(({ drift }) => drift.filter(({ isAcknowledged }) => !isAcknowledged))
    .sort((one, other) => (one.since < other.since ? -1 : 1));
}
