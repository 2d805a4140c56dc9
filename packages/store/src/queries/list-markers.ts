import { type Deploy, type DeployMarker, mostMarkedSlugs, type Slug, type Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf, rowsOfEach } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deploys, environmentStates, pipelineAssignments } from "../schema/index.ts";

interface Span {
  readonly environment: Slug;
  readonly slug: Slug | null;
  readonly since: Timestamp;
  readonly until: Timestamp;
}

interface MarkerRow {
  readonly deploy: string;
  readonly environment: Slug;
  readonly sequence: number;
  readonly at: Timestamp;
  readonly intent: Deploy["intent"];
  readonly source_commit: string;
  readonly actor: string;
  readonly changes: number;
}

const selectChanged = statement<
  { environment: Slug; sequence: number; limit: number },
  { readonly sequence: number; readonly slug: Slug; readonly version: string | null }
>(
  ({ environment, sequence, limit }) => sql`
    SELECT sequence, slug, version FROM ${pipelineAssignments}
    WHERE environment = ${environment} AND sequence = ${sequence} ORDER BY slug LIMIT ${limit}`,
);

/** Deploys that were applied in one environment, newest first, with the pipelines that they changed. */
export function* listMarkers(
  { environment, slug, since, until }: Span,
  limit: number,
): Query<readonly DeployMarker[]> {
  const ofState = sql`environment = states.environment AND sequence = states.sequence`;
  const hasSlug =
    slug === null
      ? sql``
      : sql` AND EXISTS (SELECT 1 FROM ${pipelineAssignments} WHERE ${ofState} AND slug = ${slug})`;
  const select = statement<Record<string, never>, MarkerRow>(
    () => sql`
      SELECT states.deploy, states.environment, states.sequence, states.at, intent, source_commit, actor,
        (SELECT count(*) FROM ${pipelineAssignments} WHERE ${ofState}) AS changes
      FROM ${environmentStates} AS states JOIN ${deploys} AS planned ON planned.id = states.deploy
      WHERE states.environment = ${environment} AND states.at >= ${since} AND states.at < ${until}${hasSlug}
      ORDER BY states.at DESC, states.sequence DESC LIMIT ${limit}`,
  );
  const rows = yield* rowsOf(select, {});
  const changed = new Map<number, { slug: Slug; version: string | null }[]>();
  const asked = rows.map(({ sequence }) => ({ environment, sequence, limit: mostMarkedSlugs }));
  for (const { sequence, ...one } of yield* rowsOfEach(selectChanged, asked)) {
    const known = changed.get(sequence);
    if (known === undefined) changed.set(sequence, [one]);
    else known.push(one);
  }
  return rows.map(({ source_commit, actor, ...row }) => ({
    ...row,
    commit: JSON.parse(source_commit) as Deploy["commit"],
    actor: JSON.parse(actor) as Deploy["actor"],
    changed: changed.get(row.sequence) ?? [],
  }));
}
