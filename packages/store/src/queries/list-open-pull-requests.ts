import type { PullRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pullRequests } from "../schema/index.ts";

const select = statement<Record<string, never>, { readonly facts: string }>(
  () => sql`SELECT facts FROM ${pullRequests} WHERE state = 'open' ORDER BY number`,
);

/** By number. */
export function* listOpenPullRequests(): Query<readonly PullRequest[]> {
  return (yield* rowsOf(select, {})).map(({ facts }) => JSON.parse(facts) as PullRequest);
}
