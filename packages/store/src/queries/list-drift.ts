import type {
  AssignedPipeline,
  DetectedDrift,
  LivePipeline,
  RowDifference,
  RowEdit,
  Slug,
} from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { drift, driftAcknowledgements } from "../schema/index.ts";

interface DriftRow extends InferSelectModel<typeof drift> {
  readonly until: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly acknowledged_at: string | null;
}

const known = sql`
  SELECT d.*, a.until, a.reason, a.actor, a.at AS acknowledged_at FROM ${drift} AS d
  LEFT JOIN ${driftAcknowledgements} AS a
    ON a.id = d.id AND a.environment = d.environment AND a.until > lockstep_now()`;

const select = statement<{ environment: Slug }, DriftRow>(
  ({ environment }) => sql`${known} WHERE d.environment = ${environment} ORDER BY d.slug, d.kind, d.id`,
);

const selectOne = statement<{ environment: Slug; id: string }, DriftRow>(
  ({ environment, id }) => sql`${known} WHERE d.environment = ${environment} AND d.id = ${id}`,
);

/** A difference with whether it was told. */
export interface KnownDrift extends DetectedDrift {
  readonly isReported: boolean;
}

/** What is known to differ, with since when. */
export function* listDrift(environment: Slug): Query<readonly KnownDrift[]> {
  return (yield* rowsOf(select, { environment })).map(driftOf);
}

/** One difference; `null` when there is none of that id (any more). */
export function* loadDrift(environment: Slug, id: string): Query<KnownDrift | null> {
  const row = yield* firstOf(selectOne, { environment, id });
  return row === null ? null : driftOf(row);
}

/** Without what only the store needs to know. */
export function detectedOf({ isReported: _isReported, ...detected }: KnownDrift): DetectedDrift {
  return detected;
}

function driftOf(row: DriftRow): KnownDrift {
  const { environment, id, slug, name, sentence, since } = row;
  return {
    environment,
    id,
    slug,
    name,
    sentence,
    since,
    kind: row.kind as DetectedDrift["kind"],
    part: row.part as DetectedDrift["part"],
    differences: JSON.parse(row.differences) as readonly RowDifference[],
    applied: JSON.parse(row.applied ?? "null") as AssignedPipeline | null,
    live: JSON.parse(row.live ?? "null") as LivePipeline | null,
    edit: JSON.parse(row.edit ?? "null") as RowEdit | null,
    detectedBy: row.detected_by,
    acknowledgement: acknowledgementOf(row),
    isReported: row.reported === 1,
  };
}

function acknowledgementOf({ until, reason, actor, acknowledged_at: at }: DriftRow) {
  if (until === null || reason === null || actor === null || at === null) return null;
  return { until, reason, actor, at };
}
