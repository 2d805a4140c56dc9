import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { inserted, type Query } from "../database/query.ts";
import type { Payload } from "../rows/kept-value.ts";
import { runPayloads } from "../schema/index.ts";

const insertion = insertInto(runPayloads, {
  columns: ["run", "digest", "body", "bytes"],
  onConflict: sql`ON CONFLICT (run, digest) DO NOTHING`,
});

/** Keeps large values beside their rows, in the transaction of these rows. One by one: together they fill no message. */
export function* insertPayloads(payloads: readonly (Payload | null)[]): Query<void> {
  for (const payload of payloads) if (payload !== null) yield* inserted(insertion, [{ ...payload }]);
}
