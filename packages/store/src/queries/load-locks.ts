import { type Checksum, Failure, type PinnedCallee, type Slug } from "@lockstep/model";
import { type InferSelectModel, sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { calleeLocks, pipelineAssignments } from "../schema/index.ts";

interface LockRow extends InferSelectModel<typeof calleeLocks> {
  readonly assigned: number;
}

/** Everything below one caller. The append-only history must have assigned what a lock says. */
const select = statement<{ environment: Slug; caller: Slug }, LockRow>(
  ({ environment, caller }) => sql`
    WITH RECURSIVE called (slug) AS (
      SELECT above.caller FROM ${calleeLocks} AS above
      WHERE above.environment = ${environment} AND above.caller = ${caller}
      UNION
      SELECT below.callee FROM ${calleeLocks} AS below JOIN called ON below.caller = called.slug
      WHERE below.environment = ${environment}
    )
    SELECT l.*, (
      SELECT count(*) FROM ${pipelineAssignments} AS a
      WHERE a.environment = l.environment AND a.slug = l.callee AND a.version = l.version
        AND a.content = l.content AND a.manifest = l.manifest
    ) AS assigned
    FROM ${calleeLocks} AS l JOIN called ON l.caller = called.slug
    WHERE l.environment = ${environment}`,
);

/** The locks of a pipeline and of all it calls. Fails as `row-tampered` for one that no deploy made. */
export function* loadLocks(environment: Slug, caller: Slug): Query<readonly PinnedCallee[]> {
  const rows = yield* rowsOf(select, { environment, caller });
  return rows.map(lockOf).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function lockOf({ assigned, ...row }: LockRow): PinnedCallee {
  const { environment, caller, callee, range, version, deploy } = row;
  if (assigned === 0)
    throw new Failure(
      "row-tampered",
      `The lock of ${callee} for ${caller} in ${environment} is not what was applied.`,
      { code: "ROW_TAMPERED" },
    );
  const content = row.content as Checksum;
  return { caller, callee, range, version, content, manifest: row.manifest as Checksum, deploy };
}

function nameOf({ caller, callee, range }: PinnedCallee): string {
  return `${caller} ${callee} ${range}`;
}
