import { didYouMean, Failure, type PromotionDifference, type Slug } from "@lockstep/model";

import { isPromotable } from "./compare-environments.ts";
import type { Survey } from "./survey-pair.ts";

/**
 * What a request promotes: everything that the upper environment's branch does not hold yet, or the named pipelines.
 * Failures: `unprocessable` when that is nothing, and for names that cannot be promoted.
 */
export function choosePromoted(survey: Survey): readonly PromotionDifference[] {
  const { only } = survey.request;
  const wanted =
    only === null ? survey.comparison.differences.filter(isPromotable) : chooseNamed(survey, only);
  if (wanted.length === 0)
    throw nothing(survey, `${survey.request.to} has everything that is in force in ${survey.request.from}.`);
  const missing = wanted.filter((difference) => !isMergedAlready(survey, difference));
  if (missing.length > 0) return missing;
  const { deploy, because } = survey.pair.to.status;
  const waiting = deploy === null ? because : `deploy ${deploy} is on its way. ${because}`;
  throw nothing(survey, `${survey.upper.branch} holds it already; ${survey.request.to}: ${waiting}`);
}

function chooseNamed({ request, comparison }: Survey, only: readonly Slug[]): readonly PromotionDifference[] {
  const bySlug = new Map(comparison.differences.map((difference) => [difference.slug, difference]));
  return [...new Set(only)].sort().map((slug) => {
    const found = bySlug.get(slug);
    if (found === undefined) throw unknown(slug, request.from, request.to, [...bySlug.keys()]);
    if (isPromotable(found)) return found;
    throw new Failure(
      "unprocessable",
      `${slug} is ${found.to?.version} in ${request.to} and only ${found.from?.version} in ${request.from}: merge what ${request.to} has back into ${request.from} first.`,
      { code: "PROMOTION_BEHIND" },
    );
  });
}

function unknown(slug: Slug, from: Slug, to: Slug, slugs: readonly Slug[]): Failure {
  const meant = didYouMean(slug, slugs);
  const advice =
    meant === null
      ? `\`lockstep promote ${from} ${to} --dry-run\` lists what does.`
      : `Did you mean ${meant}?`;
  return new Failure("unprocessable", `${slug} does not differ between ${from} and ${to}. ${advice}`, {
    code: "NOTHING_TO_PROMOTE",
  });
}

function isMergedAlready({ upper }: Survey, { slug, from }: PromotionDifference): boolean {
  const held = upper.snapshot.pipelines.find((pipeline) => pipeline.slug === slug);
  return from === null ? held === undefined : held?.manifest === from.manifest;
}

function nothing({ request }: Survey, because: string): Failure {
  return new Failure(
    "unprocessable",
    `There is nothing to promote from ${request.from} to ${request.to}: ${because}`,
    {
      code: "NOTHING_TO_PROMOTE",
    },
  );
}

/**
 * What is in force in the lower environment has to be what its applied revision holds: after a rollback it is not, and a
 * pull request would bring something else than what soaked.
 */
export function requireSoakedContents(
  { request, lower }: Survey,
  promoted: readonly PromotionDifference[],
): void {
  const held = new Map(lower.snapshot.pipelines.map((pipeline) => [pipeline.slug, pipeline.manifest]));
  const others = promoted.filter(({ slug, from }) => held.get(slug) !== from?.manifest);
  if (others.length === 0) return;
  const names = others.slice(0, 20).map(({ slug }) => slug);
  throw new Failure(
    "unprocessable",
    `${names.join(", ")} in ${request.from} ${others.length === 1 ? "is" : "are"} not what ${lower.branch} holds at ${lower.revision.slice(0, 12)}, as after a rollback. Bring ${request.from} and its branch into step first, or name other pipelines with --only.`,
    { code: "NOT_IN_BRANCH" },
  );
}
