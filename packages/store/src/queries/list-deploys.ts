import type { Deploy, DeployState, Page, PageRequest, Revision, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { keyOfCursor, pageOf, rowsForPage } from "../database/page.ts";
import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { where } from "../database/where.ts";
import { deployOf, type DeployRow } from "../rows/deploy-row.ts";
import { deploys } from "../schema/index.ts";

interface DeployFilter {
  readonly environment: Slug | null;
  readonly states: readonly DeployState[];
  readonly revision: Revision | null;
}

/** Newest first: ids are ordered by time. */
export function* listDeploys(
  { environment, states, revision }: DeployFilter,
  page: PageRequest,
): Query<Page<Deploy>> {
  const before = keyOfCursor(page, ["string"]);
  const select = statement<Record<string, never>, DeployRow>(
    () =>
      sql`SELECT * FROM ${deploys}${where(
        before !== null && sql`id < ${before[0]}`,
        environment !== null && sql`environment = ${environment}`,
        states.length > 0 && sql`state IN ${[...states]}`,
        revision !== null && sql`revision = ${revision}`,
      )} ORDER BY id DESC LIMIT ${rowsForPage(page)}`,
  );
  const rows = yield* rowsOf(select, {});
  return pageOf(rows, page, { toItem: deployOf, keyOf: ({ id }) => [id] });
}
