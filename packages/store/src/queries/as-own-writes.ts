import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";

const begin = statement<Record<string, never>, unknown>((_, { ownWrites }) => ownWrites.begin);
const end = statement<Record<string, never>, unknown>((_, { ownWrites }) => ownWrites.end);

/** Marks what a query writes as Lockstep's own: triggers note every other change of guarded rows. */
export function* asOwnWrites<Result>(query: Query<Result>): Query<Result> {
  yield* rowsOf(begin, {});
  const result = yield* query;
  yield* rowsOf(end, {});
  return result;
}
