import type { NewEvent } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import { events } from "../schema/index.ts";

const insertion = insertInto(events, {
  columns: ["name", "environment", "body"],
  computed: { at: sql`lockstep_now()` },
});

/** Events without numbers; the publisher gives them after commit. */
export function* appendEvents(appended: readonly NewEvent[]): Query<void> {
  yield* inserted(
    insertion,
    appended.map(({ name, environment, body }) => ({ name, environment, body: JSON.stringify(body) })),
  );
}
