import type { Firing, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { firingOf, type FiringRow } from "../rows/firing-row.ts";
import { triggerFirings } from "../schema/index.ts";

const select = statement<{ environment: string; key: string }, FiringRow>(
  ({ environment, key }) => sql`
    SELECT * FROM ${triggerFirings} WHERE environment = ${environment} AND key = ${key}
    ORDER BY slug, trigger_id`,
);

/** What an event started or tried to, by slug and trigger. */
export function* listFiringsOfEvent(environment: Slug, event: string): Query<readonly Firing[]> {
  return (yield* rowsOf(select, { environment, key: `event:${event}` })).map(firingOf);
}
