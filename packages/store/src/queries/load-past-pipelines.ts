import type { AppliedPipeline, Slug } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { walkPastPipelines, type Walked } from "./walk-past-pipelines.ts";

/** So many slugs are read by one statement. */
const stride = 20_000;

/** All pipelines in force at a sequence, sorted by slug. */
export function* loadPastPipelines(
  environment: Slug,
  sequence: number,
): Query<ReadonlyMap<Slug, AppliedPipeline>> {
  const found = new Map<Slug, AppliedPipeline>();
  let after: Slug | null = "";
  while (after !== null) {
    const walked: Walked = yield* walkPastPipelines({ environment, sequence, after, count: stride });
    for (const pipeline of walked.pipelines) found.set(pipeline.slug, pipeline);
    after = walked.next;
  }
  return found;
}
