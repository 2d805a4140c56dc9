import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";

const take = statement<{ names: readonly string[] }, unknown>(({ names }, { takingTurns }) =>
  takingTurns(names),
);

/** Until this transaction ends, no other gets a turn at any of these names. Comes before any row is locked. */
export function* takeTurns(names: readonly string[]): Query<void> {
  if (names.length > 0) yield* rowsOf(take, { names });
}

/** The name under which runs of a concurrency key take turns. */
export const turnOfKey = (key: string) => `key ${key}`;

/** The name under which claims take turns at the slots of a scope. */
export const turnOfSlots = (scope: string) => `slots ${scope}`;
