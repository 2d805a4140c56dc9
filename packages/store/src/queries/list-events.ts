import type { OrgEvent, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { eventOf, type EventRow } from "../rows/event-row.ts";
import { events } from "../schema/index.ts";

/** Published events above an id, oldest first. */
export function* listEvents(
  after: number,
  environment: Slug | null,
  limit: number,
): Query<readonly OrgEvent[]> {
  const select = statement<Record<string, never>, EventRow>(
    () =>
      sql`SELECT * FROM ${events}${where(
        sql`id > ${after}`,
        environment !== null && sql`environment = ${environment}`,
      )} ORDER BY id LIMIT ${limit}`,
  );
  return (yield* rowsOf(select, {})).map(eventOf);
}
