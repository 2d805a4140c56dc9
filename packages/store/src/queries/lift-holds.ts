import type { Actor, Hold, JsonObject, Slug, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { holdOf, type HoldRow } from "../rows/hold-row.ts";
import { holds, quarantine } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";
import { countAct } from "./count-act.ts";
import { loadHoldsInForce } from "./load-holds-in-force.ts";
import { lockEnvironment } from "./lock-environment.ts";
import { raiseHint } from "./raise-hint.ts";
import { readNow } from "./read-now.ts";

interface Lifting {
  readonly environment: Slug;
  readonly holds: readonly string[] | null;
  readonly actor: Actor;
  readonly reason: string;
}

const updateHolds = statement<{
  ids: readonly string[];
  at: Timestamp;
  by: string;
  reason: string;
}>(
  ({ ids, at, by, reason }, { isOneOf }) => sql`
    UPDATE ${holds} SET lifted_at = ${at}, lifted_by = ${by}, lift_reason = ${reason}
    WHERE ${isOneOf(sql`id`, ids)} AND lifted_at IS NULL`,
);

const updateQuarantine = statement<{ ids: readonly string[]; at: Timestamp }>(
  ({ ids, at }, { isOneOf }) => sql`
    UPDATE ${quarantine} SET lifted_at = ${at} WHERE ${isOneOf(sql`hold`, ids)} AND lifted_at IS NULL`,
);

const selectHolds = statement<{ environment: Slug; ids: readonly string[] }, HoldRow>(
  ({ environment, ids }, { isOneOf }) => sql`
    SELECT * FROM ${holds} WHERE ${isOneOf(sql`id`, ids)} AND environment = ${environment} ORDER BY id`,
);

/**
 * Lifts holds with their quarantine, as one act with its entry. A hold that lifted itself is lifted, too, when it is
 * named: then its quarantine ends. Nothing happens when there is nothing to lift.
 */
export function* liftHolds({ environment, holds: named, actor, reason }: Lifting): Query<readonly Hold[]> {
  yield* lockEnvironment(environment);
  const inForce = yield* loadHoldsInForce(environment);
  const wanted = named === null ? null : new Set(named);
  const isWanted = (id: string) => wanted === null || wanted.has(id);
  const standing = inForce.holds.map(({ id }) => id).filter(isWanted);
  const keeping = wanted === null ? [] : inForce.quarantine.map(({ hold }) => hold).filter(isWanted);
  const ids = [...new Set([...standing, ...keeping])];
  if (ids.length === 0) return [];
  yield* countAct(environment);
  const at = yield* readNow();
  yield* changesOf(updateHolds, { ids, at, by: JSON.stringify(actor), reason });
  yield* changesOf(updateQuarantine, { ids, at });
  const freed = inForce.quarantine.filter(({ hold }) => ids.includes(hold));
  const facts: JsonObject = { actor: { ...actor }, reason, holds: ids };
  const body = {
    ...facts,
    quarantine: freed.map(({ slug, content, version }) => ({ slug, content, version })),
  };
  yield* appendFact({ environment, kind: "resumed", deploy: null, body });
  // An event stays small: the entry lists what it counts.
  const told = { ...facts, quarantined: freed.length };
  yield* appendEvents([{ name: "environment.resumed", environment, body: told }]);
  yield* raiseHint(environment);
  return (yield* rowsOf(selectHolds, { environment, ids })).map(holdOf);
}
