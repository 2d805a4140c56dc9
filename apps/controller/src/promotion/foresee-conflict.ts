import { type Revision, toFailure } from "@lockstep/model";

import type { RevisionSource } from "../source/revision-source.ts";
import type { Survey } from "./survey-pair.ts";

/** Further back nobody looks: the forge says whether it can be merged. */
const mostSteps = 300;

/**
 * The first manifest that both branches changed since they parted, which a merge could not bring together; `null` when
 * there is none. After squash merges that is every pipeline that was promoted before and changed again.
 */
export async function foreseeConflict(
  source: RevisionSource,
  survey: Survey,
  signal: AbortSignal,
): Promise<string | null> {
  const { lower, upper } = survey;
  const parted = await findForkPoint(source, survey, signal);
  if (parted === null || parted === upper.revision) return null;
  const paths = manifestsOf(survey);
  const read = (revision: Revision) => source.readTexts(revision, paths, signal);
  const [before, below, above] = [await read(parted), await read(lower.revision), await read(upper.revision)];
  const conflicting = paths.find((path) => {
    const [base, ours, theirs] = [before.get(path), above.get(path), below.get(path)];
    return ours !== theirs && base !== ours && base !== theirs;
  });
  return conflicting ?? null;
}

function manifestsOf({ comparison, lower, upper }: Survey): readonly string[] {
  const slugs = new Set(comparison.differences.map(({ slug }) => slug));
  const pipelines = [...lower.snapshot.pipelines, ...upper.snapshot.pipelines];
  return [...new Set(pipelines.flatMap(({ slug, path }) => (slugs.has(slug) ? [path] : [])))].sort();
}

/** The newest commit of the lower branch's own line that the upper branch contains; `null` when that is too far back. */
async function findForkPoint(
  source: RevisionSource,
  { lower, upper }: Survey,
  signal: AbortSignal,
): Promise<Revision | null> {
  const outstanding = await readOutstanding(source, { from: upper.revision, to: lower.revision }, signal);
  if (outstanding === null) return null;
  let at: Revision | undefined = lower.revision;
  for (let steps = 0; at !== undefined && outstanding.has(at); steps += 1) {
    if (steps === mostSteps) return null;
    at = (await source.readCommit(at, signal)).parents[0];
  }
  return at ?? null;
}

async function readOutstanding(
  source: RevisionSource,
  range: { readonly from: Revision; readonly to: Revision },
  signal: AbortSignal,
): Promise<ReadonlySet<Revision> | null> {
  try {
    return new Set((await source.readAuthors([range], signal)).revisions);
  } catch (thrown) {
    if (toFailure(thrown).kind === "limit-exceeded") return null;
    throw thrown;
  }
}
