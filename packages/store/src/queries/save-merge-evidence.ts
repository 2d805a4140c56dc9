import type { MergeEvidence, Revision } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { mergeEvidence } from "../schema/index.ts";

const upsert = statement<{ revision: Revision; facts: string }>(
  ({ revision, facts }) => sql`
    INSERT INTO ${mergeEvidence} (revision, facts) VALUES (${revision}, ${facts})
    ON CONFLICT (revision) DO UPDATE SET facts = excluded.facts`,
);

export function* saveMergeEvidence(revision: Revision, evidence: MergeEvidence): Query<void> {
  yield* changesOf(upsert, { revision, facts: JSON.stringify(evidence) });
}
