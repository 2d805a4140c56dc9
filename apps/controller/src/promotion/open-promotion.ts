import type { OpenedPromotion, PromotionRequest } from "@lockstep/model";

import { choosePromoted } from "./choose-promoted.ts";
import type { PromotionDeps } from "./promotion-deps.ts";
import { writePromotion } from "./promotion-text.ts";
import { proposeAll } from "./propose-all.ts";
import { proposeSome } from "./propose-some.ts";
import { recordPromotion } from "./record-promotion.ts";
import { surveyPair } from "./survey-pair.ts";

/**
 * Opens the pull request of a promotion, or finds the one that is open, and writes that down in the upper environment's
 * chain. Without a forge nothing is opened and nothing written down: the answer is what to type.
 */
export async function openPromotion(
  deps: PromotionDeps,
  request: PromotionRequest,
  signal: AbortSignal,
): Promise<OpenedPromotion> {
  const survey = await surveyPair(deps, request, signal);
  const promoted = choosePromoted(survey);
  const text = await writePromotion(deps, survey, promoted);
  const propose = request.only === null ? proposeAll : proposeSome;
  const proposed = await propose(deps, survey, { promoted, text, signal });
  const pipelines = promoted.map(({ slug }) => slug);
  if (proposed.kind === "commands")
    return { pullRequest: null, commands: proposed.commands, pipelines, notes: text.notes };
  const { pullRequest } = proposed;
  await recordPromotion(deps, { survey, pullRequest, promoted });
  return { pullRequest, commands: [], pipelines, notes: text.notes };
}
