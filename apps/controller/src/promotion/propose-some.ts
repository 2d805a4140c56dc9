import { hash } from "node:crypto";

import {
  canonicalJson,
  type CompiledPipeline,
  Failure,
  hasErrors,
  type PromotionDifference,
  type Slug,
  type Snapshot,
} from "@lockstep/model";

import type { ProposedChange } from "../proposals/change-proposal.ts";
import { pushTo } from "../proposals/git-commands.ts";
import { createProposeChange } from "../proposals/propose-change.ts";
import { requireCallees } from "./check-callees.ts";
import { requireSoakedContents } from "./choose-promoted.ts";
import { collectFiles } from "./collect-files.ts";
import type { PromotionDeps } from "./promotion-deps.ts";
import type { PromotionText } from "./promotion-text.ts";
import type { Survey } from "./survey-pair.ts";

/** Proposes the files of some pipelines on a branch of their own, made from the head of the upper environment's branch. */
export async function proposeSome(
  { source, forge }: PromotionDeps,
  survey: Survey,
  { promoted, text, signal }: Wanted,
): Promise<ProposedChange> {
  const { request, lower, upper } = survey;
  if (hasErrors(upper.snapshot.problems))
    throw new Failure(
      "unprocessable",
      `The branch ${upper.branch} has errors: mend them before you promote a part into it. \`lockstep plan -e ${request.to}\` shows them.`,
      { code: "BRANCH_BROKEN" },
    );
  requireSoakedContents(survey, promoted);
  requireCallees({ request, ...pipelinesOf(survey, promoted) });
  const files = await collectFiles(source, survey, { promoted, signal });
  const digest = hash("sha256", canonicalJson(files.map(({ path, text: content }) => [path, content])));
  const title = text.title;
  const proposed = await createProposeChange(forge)(
    {
      branch: `lockstep/promote-${request.from}-${request.to}-${digest.slice(0, 12)}`,
      base: { branch: upper.branch, revision: upper.revision },
      files,
      heldBy: lower.revision,
      title,
      body: text.body,
      message: `${title}\n\nAs in force in ${request.from}, at ${lower.revision}.\n`,
    },
    signal,
  );
  if (proposed.kind === "pull-request") return proposed;
  return { kind: "commands", commands: [...proposed.commands, pushTo(upper.branch)] };
}

interface Wanted {
  readonly promoted: readonly PromotionDifference[];
  readonly text: PromotionText;
  readonly signal: AbortSignal;
}

function pipelinesOf({ lower, upper }: Survey, promoted: readonly PromotionDifference[]) {
  const [below, before] = [bySlug(lower.snapshot), bySlug(upper.snapshot)];
  const result = new Map(before);
  for (const { slug } of promoted) {
    const pipeline = below.get(slug);
    if (pipeline === undefined) result.delete(slug);
    else result.set(slug, pipeline);
  }
  return { result, before, lower: below, slugs: promoted.map(({ slug }) => slug) };
}

function bySlug({ pipelines }: Snapshot): Map<Slug, CompiledPipeline> {
  return new Map(pipelines.map((pipeline) => [pipeline.slug, pipeline]));
}
