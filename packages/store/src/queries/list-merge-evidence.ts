import type { MergeEvidence, Revision } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { mergeEvidence } from "../schema/index.ts";

const select = statement<{ revisions: readonly string[] }, { readonly facts: string }>(
  ({ revisions }, { isOneOf }) => sql`
    SELECT facts FROM ${mergeEvidence} WHERE ${isOneOf(sql`revision`, revisions)}`,
);

/** How those of these commits came in whose merge was seen. */
export function* listMergeEvidence(revisions: readonly Revision[]): Query<readonly MergeEvidence[]> {
  if (revisions.length === 0) return [];
  return (yield* rowsOf(select, { revisions })).map(({ facts }) => JSON.parse(facts) as MergeEvidence);
}
