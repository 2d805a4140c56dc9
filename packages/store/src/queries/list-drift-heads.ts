import type { DriftHead, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { drift, driftAcknowledgements } from "../schema/index.ts";

interface Row {
  readonly id: string;
  readonly environment: Slug;
  readonly kind: string;
  readonly part: string;
  readonly slug: Slug;
  readonly sentence: string;
  readonly since: string;
  readonly acknowledged: string | null;
  readonly live: string | null;
}

const select = statement<{ environment: Slug }, Row>(
  ({ environment }) => sql`
    SELECT d.id, d.environment, d.kind, d.part, d.slug, d.sentence, d.since, a.until AS acknowledged,
      CASE WHEN d.kind = 'extra' AND d.part = 'pipeline' THEN d.live END AS live
    FROM ${drift} AS d LEFT JOIN ${driftAcknowledgements} AS a
      ON a.id = d.id AND a.environment = d.environment AND a.until > lockstep_now()
    WHERE d.environment = ${environment}`,
);

/** What differs in an environment, oldest first, without the two sides of it. */
export function* listDriftHeads(environment: Slug): Query<readonly DriftHead[]> {
  const rows = yield* rowsOf(select, { environment });
  return rows.map(headOf).sort((one, other) => (one.since < other.since ? -1 : 1));
}

function headOf({ acknowledged, live, ...row }: Row): DriftHead {
  return {
    ...row,
    kind: row.kind as DriftHead["kind"],
    part: row.part as DriftHead["part"],
    isAcknowledged: acknowledged !== null,
    live: live === null ? null : liveOf(JSON.parse(live) as Live),
  };
}

type Live = NonNullable<DriftHead["live"]>;

function liveOf({ version, content, manifest, team, since }: Live): Live {
  return { version, content, manifest, team, since };
}
