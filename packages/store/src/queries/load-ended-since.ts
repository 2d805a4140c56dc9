import type { EndedSince } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { firstOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { events } from "../schema/index.ts";

/** Further behind it is cheaper to read everything again. */
const limit = 2_000;

const selectSpan = statement<
  Record<string, never>,
  { readonly first: number | null; readonly last: number | null }
>(() => sql`SELECT (SELECT min(id) FROM ${events}) AS first, (SELECT max(id) FROM ${events}) AS last`);

interface Row {
  readonly environment: string;
  readonly body: string;
}

const selectNumbered = statement<{ after: number; last: number }, Row>(
  ({ after, last }) => sql`
    SELECT environment, body FROM ${events}
    WHERE id > ${after} AND id <= ${last} AND name IN ('run.completed', 'run.failed')`,
);

const selectUnnumbered = statement<Record<string, never>, Row>(
  () => sql`
    SELECT environment, body FROM ${events}
    WHERE id IS NULL AND name IN ('run.completed', 'run.failed') LIMIT ${limit}`,
);

/**
 * Whose runs ended behind an event. Those without a number yet are looked at first, so that none is missed that is
 * given one meanwhile.
 */
export function* loadEndedSince(after: number): Query<EndedSince> {
  const unnumbered = yield* rowsOf(selectUnnumbered, {});
  const span = yield* firstOf(selectSpan, {});
  const [first, last] = [span?.first ?? 0, span?.last ?? 0];
  const isComplete =
    unnumbered.length < limit && last >= after && last - after <= limit && first <= after + 1;
  if (!isComplete) return { lastId: last, isComplete, ended: [] };
  const numbered = last === after ? [] : yield* rowsOf(selectNumbered, { after, last });
  const ended = [...unnumbered, ...numbered].map(endedOf);
  const named = ended.filter((one) => one !== null);
  return { lastId: last, isComplete: named.length === ended.length, ended: named };
}

/** `null` for an event that does not say of which pipeline it is. */
function endedOf({ environment, body }: Row) {
  const { slug } = JSON.parse(body) as { readonly slug?: unknown };
  return typeof slug === "string" ? { environment, slug } : null;
}
