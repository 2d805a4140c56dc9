import type { AssignedPipeline, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { assignedHeads } from "./assigned-heads.ts";

const select = statement<{ environment: Slug }, AssignedPipeline>(
  ({ environment }) => sql`
    SELECT slug, version, manifest, content, team, path, deploy, at AS since
    FROM ${assignedHeads(environment)} AS p ORDER BY slug`,
);

/** What the append-only history says is in force. */
export function* loadAssigned(environment: Slug): Query<readonly AssignedPipeline[]> {
  return yield* rowsOf(select, { environment });
}
