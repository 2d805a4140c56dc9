import type { Checksum } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineVersions } from "../schema/index.ts";

interface Row {
  readonly manifest: Checksum;
  readonly canonical: string;
}

const select = statement<{ manifests: readonly string[] }, Row>(
  ({ manifests }, { isOneOf }) => sql`
    SELECT manifest, canonical FROM ${pipelineVersions} WHERE ${isOneOf(sql`manifest`, manifests)}`,
);

/** Titles of stored manifests that have one. */
export function* loadTitles(manifests: readonly Checksum[]): Query<ReadonlyMap<Checksum, string>> {
  if (manifests.length === 0) return new Map();
  const rows = yield* rowsOf(select, { manifests });
  return new Map(
    rows.flatMap(({ manifest, canonical }) => {
      const title = titleIn(canonical);
      return title === null ? [] : [[manifest, title] as const];
    }),
  );
}

/** Somebody may have edited the text: then drift tells of it, and here it has no title. */
function titleIn(canonical: string): string | null {
  try {
    const parsed: unknown = JSON.parse(canonical);
    if (typeof parsed !== "object" || parsed === null || !("title" in parsed)) return null;
    return typeof parsed.title === "string" && parsed.title !== "" ? parsed.title : null;
  } catch {
    return null;
  }
}
