import { compareVersions } from "@lockstep/diff";
import type { LastRun, OrgStore, Slug } from "@lockstep/model";

import type { MatrixRow } from "./matrix-rows.ts";
import type { Survey } from "./survey.ts";

/** What is looked up for the rows of a page only. */
export interface RowFacts {
  lastRun(environment: Slug, slug: Slug): LastRun | null;
  /** How far an environment is ahead of the one that takes over from it; of several, of the one that lacks most. */
  ahead(environment: Slug, slug: Slug): number;
}

/** Looks up the newest runs and what promoting would bring, of these rows. */
export async function loadRowFacts(
  { dashboard }: Pick<OrgStore, "dashboard">,
  survey: Survey,
  rows: readonly MatrixRow[],
): Promise<RowFacts> {
  const lastRuns = new Map<string, LastRun>();
  const ahead = new Map<string, number>();
  await Promise.all(
    survey.environments.flatMap(({ status: { slug: environment }, uppers }) => [
      loadLastRuns(environment),
      ...uppers.map(async (upper) => countAhead(environment, upper)),
    ]),
  );
  return {
    lastRun: (environment, slug) => lastRuns.get(`${environment} ${slug}`) ?? null,
    ahead: (environment, slug) => ahead.get(`${environment} ${slug}`) ?? 0,
  };

  async function loadLastRuns(environment: Slug): Promise<void> {
    const slugs = rows.filter(({ cells }) => cells.has(environment)).map(({ slug }) => slug);
    for (const run of await dashboard.loadLastRuns(environment, slugs))
      lastRuns.set(`${environment} ${run.slug}`, run);
  }

  async function countAhead(environment: Slug, upper: Slug): Promise<void> {
    const slugs = rows.filter((row) => isAhead(row, environment, upper)).map(({ slug }) => slug);
    const counts = await dashboard.countAhead(environment, upper, slugs);
    for (const [slug, count] of counts) {
      const key = `${environment} ${slug}`;
      ahead.set(key, Math.max(ahead.get(key) ?? 0, count));
    }
  }
}

/** By content, like a promotion; where the upper environment has a higher version it is not behind. */
function isAhead({ cells }: MatrixRow, environment: Slug, upper: Slug): boolean {
  const here = cells.get(environment)?.applied ?? null;
  const there = cells.get(upper)?.applied ?? null;
  if (here === null || there === null) return here !== null;
  return here.content !== there.content && compareVersions(here.version, there.version) >= 0;
}
