import type { PullRequest } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pullRequests } from "../schema/index.ts";

const select = statement<{ number: number }, { readonly facts: string }>(
  ({ number }) => sql`SELECT facts FROM ${pullRequests} WHERE number = ${number}`,
);

export function* loadPullRequest(number: number): Query<PullRequest | null> {
  const row = yield* firstOf(select, { number });
  return row === null ? null : (JSON.parse(row.facts) as PullRequest);
}
