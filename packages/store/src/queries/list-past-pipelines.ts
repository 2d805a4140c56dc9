import type { AppliedPipeline, Page, PageRequest, Slug } from "@lockstep/model";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import type { Query } from "../database/query.ts";
import { walkPastPipelines, type Walked } from "./walk-past-pipelines.ts";

interface PastPipelines {
  readonly environment: Slug;
  readonly sequence: number;
  readonly filter: { readonly search: string | null; readonly team: string | null };
}

/** How many slugs are looked at at once for one page. */
const stride = 200;

/** Pipelines in force at a sequence, by slug. */
export function* listPastPipelines(past: PastPipelines, page: PageRequest): Query<Page<AppliedPipeline>> {
  const { environment, sequence, filter } = past;
  const found: AppliedPipeline[] = [];
  let after: Slug | null = String(keyOfCursor(page, ["string"])?.[0] ?? "");
  while (after !== null && found.length < rowsForPage(page)) {
    const walked: Walked = yield* walkPastPipelines({ environment, sequence, after, count: stride });
    found.push(...walked.pipelines.filter((pipeline) => fits(pipeline, filter)));
    after = walked.next;
  }
  return pageOf(found, page, { toItem: (pipeline) => pipeline, keyOf: ({ slug }) => [slug] });
}

function fits({ slug, team }: AppliedPipeline, filter: PastPipelines["filter"]): boolean {
  if (filter.team !== null && team !== filter.team) return false;
  return filter.search === null || slug.includes(filter.search.toLowerCase());
}
