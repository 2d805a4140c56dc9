import type { Checksum, Page, PageRequest, PipelineChange, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import type { DeployRow } from "../rows/deploy-row.ts";
import { deploys, environmentStates, pipelineAssignments } from "../schema/index.ts";

interface Row extends Pick<DeployRow, "intent" | "because" | "source_commit" | "actor"> {
  readonly sequence: number;
  readonly kind: string;
  readonly version: string | null;
  readonly content: string | null;
  readonly manifest: string | null;
  readonly team: string | null;
  readonly at: string;
  readonly revision: string;
  readonly deploy: string;
}

/** What deploys made of one pipeline in an environment, newest first. */
export function* listPipelineChanges(
  environment: Slug,
  slug: Slug,
  page: PageRequest,
): Query<Page<PipelineChange>> {
  const before = keyOfCursor(page, ["number"]);
  const select = statement<Record<string, never>, Row>(
    () => sql`
      SELECT a.sequence, a.version, a.content, a.manifest, a.team, a.at, a.deploy, s.kind, s.revision,
        d.intent, d.because, d.source_commit, d.actor
      FROM ${pipelineAssignments} AS a
      JOIN ${environmentStates} AS s ON s.environment = a.environment AND s.sequence = a.sequence
      JOIN ${deploys} AS d ON d.id = a.deploy${where(
        sql`a.environment = ${environment}`,
        sql`a.slug = ${slug}`,
        before !== null && sql`a.sequence < ${before[0]}`,
      )} ORDER BY a.sequence DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: changeOf, keyOf: ({ sequence }) => [sequence] });
}

function changeOf(row: Row): PipelineChange {
  const { sequence, version, content, manifest, team, at, revision } = row;
  const isThere = version !== null && content !== null && manifest !== null;
  return {
    sequence,
    kind: row.kind as PipelineChange["kind"],
    to: isThere ? { version, content: content as Checksum, manifest: manifest as Checksum, team } : null,
    at,
    revision,
    deploy: {
      id: row.deploy,
      intent: row.intent as PipelineChange["deploy"]["intent"],
      because: row.because,
      commit: JSON.parse(row.source_commit) as PipelineChange["deploy"]["commit"],
      actor: JSON.parse(row.actor) as PipelineChange["deploy"]["actor"],
    },
  };
}
