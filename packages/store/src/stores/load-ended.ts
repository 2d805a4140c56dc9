import { setImmediate } from "node:timers/promises";

import type { EndedRuns, EndedSpan, InsightSpan, Slug, Timestamp } from "@lockstep/model";

import type { Database } from "../database/database.ts";
import { listEnded } from "../queries/list-ended.ts";

/** Reading this many takes a few milliseconds, after which others get their turn. */
const pageSize = 10_000;

/** What ended in a span, page by page from its end; what one environment had to leave out is left out of all. */
export async function loadEnded(database: Database, span: InsightSpan, limit: number): Promise<EndedSpan> {
  const groups: EndedRuns[] = [];
  let { since } = span;
  for (const environment of span.environments) {
    const found = await loadOne(database, { ...span, since }, { environment, limit });
    groups.push(...found.groups);
    since = found.since;
  }
  return { groups, since };
}

async function loadOne(
  database: Database,
  { slug, since, until }: InsightSpan,
  { environment, limit }: { readonly environment: Slug; readonly limit: number },
): Promise<EndedSpan> {
  const groups: EndedRuns[] = [];
  let end: Timestamp = until;
  let left = limit;
  while (end > since && left > 0) {
    const size = Math.min(pageSize, left);
    const page = await database.read(listEnded({ environment, slug, since, until: end }, size));
    groups.push(...page.groups);
    left -= page.count;
    end = page.since;
    await setImmediate();
  }
  return { groups, since: end > since ? end : since };
}
