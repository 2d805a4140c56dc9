import type { PromotionDifference } from "@lockstep/model";
import { promotionBody } from "@lockstep/report";

import { describeItems } from "./describe-items.ts";
import type { PromotionDeps } from "./promotion-deps.ts";
import { headOf } from "./propose-all.ts";
import type { Survey } from "./survey-pair.ts";

/** What a pull request of a promotion says. */
export interface PromotionText {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly notes: readonly string[];
}

/** Rows of the table that are looked up; the others are counted. */
const mostRows = 200;

/** Title, evidence and notes of a promotion. */
export async function writePromotion(
  deps: PromotionDeps,
  survey: Survey,
  promoted: readonly PromotionDifference[],
): Promise<PromotionText> {
  const { request, lower, upper, comparison } = survey;
  const notes = notesOf(survey);
  const body = promotionBody({
    from: { environment: request.from, branch: lower.branch, revision: lower.revision },
    to: { environment: request.to, branch: upper.branch, revision: upper.revision },
    items: await describeItems(deps, request.from, promoted.slice(0, mostRows)),
    count: promoted.length,
    behind: comparison.differences.filter(({ kind }) => kind === "behind").map(({ slug }) => slug),
    reason: request.reason,
    notes,
    now: await deps.store.now(),
  });
  return { title: titleOf(survey, promoted), body, notes };
}

function titleOf({ request }: Survey, promoted: readonly PromotionDifference[]): string {
  const way = `from ${request.from} to ${request.to}`;
  if (request.only === null) return `Promote ${request.from} to ${request.to}`;
  const [first] = promoted;
  return promoted.length === 1 && first !== undefined
    ? `Promote ${first.slug} ${way}`
    : `Promote ${promoted.length} pipelines ${way}`;
}

function notesOf(survey: Survey): readonly string[] {
  const { request, lower } = survey;
  const applied = lower.revision.slice(0, 12);
  if (request.only !== null)
    return [`Holds exactly the files of these pipelines as ${request.from} runs them, at ${applied}.`];
  if (headOf(survey) === lower.branch)
    return [
      `The branch ${lower.branch} is what ${request.from} runs, at ${applied}. Commits that are pushed to it later become part of the pull request: look at the plan before you merge.`,
    ];
  return [
    `The branch ${lower.branch} is ahead of what ${request.from} runs, and what is newer did not soak: this promotes from a branch of its own that stops at ${applied}.`,
  ];
}
