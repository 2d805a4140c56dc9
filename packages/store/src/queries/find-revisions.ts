import type { Revision } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { deploys } from "../schema/index.ts";

const select = statement<{ from: string; to: string; limit: number }, { readonly revision: Revision }>(
  ({ from, to, limit }) => sql`
    SELECT DISTINCT revision FROM ${deploys} WHERE revision >= ${from} AND revision < ${to}
    ORDER BY revision LIMIT ${limit}`,
);

/** Revisions of deploys that begin with these hexadecimal digits, sorted. */
export function* findRevisions(prefix: string, limit: number): Query<readonly Revision[]> {
  // `g` sorts after every hexadecimal digit.
  const rows = yield* rowsOf(select, { from: prefix, to: `${prefix}g`, limit });
  return rows.map(({ revision }) => revision);
}
