import type { AssignedPipeline, DetectedDrift, LivePipeline, Slug } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { drift } from "../schema/index.ts";

type DriftRow = InferSelectModel<typeof drift>;

const select = statement<{ environment: Slug }, DriftRow>(
  ({ environment }) => sql`SELECT * FROM ${drift} WHERE environment = ${environment} ORDER BY slug, kind`,
);

/** What is known to differ, with since when. */
export function* listDrift(environment: Slug): Query<readonly DetectedDrift[]> {
  return (yield* rowsOf(select, { environment })).map(driftOf);
}

function driftOf(row: DriftRow): DetectedDrift {
  const { environment, slug, sentence, since } = row;
  return {
    environment,
    slug,
    sentence,
    since,
    kind: row.kind as DetectedDrift["kind"],
    applied: JSON.parse(row.applied ?? "null") as AssignedPipeline | null,
    live: JSON.parse(row.live ?? "null") as LivePipeline | null,
    detectedBy: row.detected_by,
  };
}
