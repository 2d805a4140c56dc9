import type { MergeEvidence, Revision } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { mergeEvidence } from "../schema/index.ts";

const select = statement<{ revision: Revision }, { readonly facts: string }>(
  ({ revision }) => sql`SELECT facts FROM ${mergeEvidence} WHERE revision = ${revision}`,
);

export function* loadMergeEvidence(revision: Revision): Query<MergeEvidence | null> {
  const row = yield* firstOf(select, { revision });
  return row === null ? null : (JSON.parse(row.facts) as MergeEvidence);
}
