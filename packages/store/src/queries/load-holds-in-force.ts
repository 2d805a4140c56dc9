import type { Actor, Checksum, Hold, QuarantinedContent, Slug, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { holdOf, type HoldRow } from "../rows/hold-row.ts";
import { holds, quarantine } from "../schema/index.ts";

const selectHolds = statement<{ environment: Slug }, HoldRow>(
  ({ environment }) => sql`
    SELECT * FROM ${holds} WHERE environment = ${environment} AND lifted_at IS NULL ORDER BY id`,
);

interface QuarantineRow {
  readonly slug: Slug;
  readonly content: Checksum;
  readonly version: string;
  readonly hold: string;
  readonly reason: string;
  readonly actor: string;
  readonly at: Timestamp;
}

const selectQuarantine = statement<{ environment: Slug }, QuarantineRow>(
  ({ environment }) => sql`
    SELECT q.slug, q.content, q.version, q.hold, h.reason, h.actor, h.at
    FROM ${quarantine} AS q JOIN ${holds} AS h ON h.id = q.hold
    WHERE q.environment = ${environment} AND q.lifted_at IS NULL
    ORDER BY q.slug, q.content, q.hold`,
);

export interface InForce {
  readonly holds: readonly Hold[];
  readonly quarantine: readonly QuarantinedContent[];
}

/** What keeps an environment as it is, oldest first, and what must not come back, by slug. */
export function* loadHoldsInForce(environment: Slug): Query<InForce> {
  const held = (yield* rowsOf(selectHolds, { environment })).map(holdOf);
  const rows = yield* rowsOf(selectQuarantine, { environment });
  const kept = rows.map(({ actor, at, ...row }) => ({
    ...row,
    environment,
    actor: JSON.parse(actor) as Actor,
    since: at,
  }));
  return { holds: held, quarantine: kept };
}
