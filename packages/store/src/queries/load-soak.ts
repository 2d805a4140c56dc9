import { type Checksum, fromTimestamp, type Slug, type SoakedContent, type Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineAssignments, quarantine, runs } from "../schema/index.ts";

interface SoakRow {
  readonly slug: Slug;
  readonly content: Checksum;
  readonly since: Timestamp;
  readonly runs: number | string;
  readonly failed: number | string;
  readonly taken_out: number | string;
}

/** The newest runs say how it does; counting millions of them would hold others up. */
const newest = sql`
  SELECT state FROM ${runs}
  WHERE environment = soaked.environment AND content = soaked.content AND slug = soaked.slug
    AND state IN ('completed', 'failed')
  ORDER BY ended_at DESC LIMIT 10000`;

/** By content first: checking every slug with every content would take a square of steps. */
const select = statement<{ environment: Slug; contents: readonly string[] }, SoakRow>(
  ({ environment, contents }, { isOneOf }) => sql`
    SELECT soaked.slug, soaked.content, soaked.since,
      (SELECT count(*) FROM (${newest}) AS ended) AS runs,
      (SELECT count(*) FROM (${newest}) AS ended WHERE state = 'failed') AS failed,
      (SELECT count(*) FROM ${quarantine}
        WHERE environment = soaked.environment AND slug = soaked.slug AND content = soaked.content
          AND lifted_at IS NULL) AS taken_out
    FROM (
      SELECT environment, content, slug, min(at) AS since FROM ${pipelineAssignments}
      WHERE environment = ${environment} AND ${isOneOf(sql`content`, contents)}
      GROUP BY environment, content, slug
    ) AS soaked`,
);

interface Stay {
  readonly slug: Slug;
  readonly content: Checksum;
  readonly at: Timestamp;
  /** When something else took its place; `null` while it is in force. */
  readonly left_at: Timestamp | null;
}

const selectStays = statement<
  { environment: Slug; slugs: readonly string[]; contents: readonly string[] },
  Stay
>(
  ({ environment, slugs, contents }, { isOneOf }) => sql`
    SELECT slug, content, at, left_at FROM (
      SELECT slug, content, at, lead(at) OVER (PARTITION BY slug ORDER BY sequence) AS left_at
      FROM ${pipelineAssignments} WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)}
    ) AS stays WHERE ${isOneOf(sql`content`, contents)}`,
);

/** How contents did in an environment, in the order asked for; one that was never in force there has no `since`. */
export function* loadSoak(
  environment: Slug,
  asked: readonly { readonly slug: Slug; readonly content: Checksum }[],
): Query<readonly SoakedContent[]> {
  if (asked.length === 0) return [];
  const contents = [...new Set(asked.map(({ content }) => content))];
  const rows = yield* rowsOf(select, { environment, contents });
  const known = new Map(rows.map((row) => [`${row.slug} ${row.content}`, row]));
  const slugs = [...new Set(asked.map(({ slug }) => slug))];
  const stays = sumStays(yield* rowsOf(selectStays, { environment, slugs, contents }));
  return asked.map(({ slug, content }) => {
    const row = known.get(`${slug} ${content}`);
    return {
      slug,
      content,
      since: row?.since ?? null,
      ...(stays.get(`${slug} ${content}`) ?? neverThere),
      runs: Number(row?.runs ?? 0),
      failed: Number(row?.failed ?? 0),
      isQuarantined: Number(row?.taken_out ?? 0) > 0,
    };
  });
}

type Stays = Pick<SoakedContent, "inForceSince" | "endedMs">;

const neverThere: Stays = { inForceSince: null, endedMs: 0 };

/** Content that was in force twice has soaked for as long as both stays together. */
function sumStays(stays: readonly Stay[]): ReadonlyMap<string, Stays> {
  const sums = new Map<string, Stays>();
  for (const { slug, content, at, left_at: left } of stays) {
    const key = `${slug} ${content}`;
    const { inForceSince, endedMs } = sums.get(key) ?? neverThere;
    const sum =
      left === null
        ? { inForceSince: at, endedMs }
        : { inForceSince, endedMs: endedMs + fromTimestamp(left) - fromTimestamp(at) };
    sums.set(key, sum);
  }
  return sums;
}
