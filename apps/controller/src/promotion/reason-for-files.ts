import type { RevisionSource } from "../source/revision-source.ts";
import { foreseeConflict } from "./foresee-conflict.ts";
import type { Survey } from "./survey-pair.ts";

/** As many pipelines are named. */
const mostNames = 5;

/**
 * Why a promotion brings the files of its pipelines instead of the branch, in a sentence; `null` when the branch can be
 * proposed as it is.
 */
export async function reasonForFiles(
  source: RevisionSource,
  survey: Survey,
  signal: AbortSignal,
): Promise<string | null> {
  const { request, lower, upper } = survey;
  const at = lower.revision.slice(0, 12);
  if (request.only !== null)
    return `Holds exactly the files of these pipelines as ${request.from} runs them, at ${at}.`;
  const others = otherThanInBranch(survey);
  const instead = `this puts the files of the promoted pipelines, as ${request.from} runs them, on top of ${upper.branch} instead.`;
  if (others.length > 0)
    return `${lower.branch} holds something else at ${at} than ${request.from} runs, as after a rollback (${others.slice(0, mostNames).join(", ")}): ${instead}`;
  const conflict = await foreseeConflict(source, survey, signal);
  return conflict === null
    ? null
    : `Both branches changed ${conflict} since they parted, as after a squash merge, and merging ${lower.branch} would conflict: ${instead}`;
}

/** Pipelines of the applied revision that are not in force as it holds them: the branch would bring them all the same. */
function otherThanInBranch({ lower, applied }: Survey): readonly string[] {
  return lower.snapshot.pipelines
    .filter(({ slug, manifest }) => applied.pipelines.get(slug)?.manifest !== manifest)
    .map(({ slug }) => slug);
}
