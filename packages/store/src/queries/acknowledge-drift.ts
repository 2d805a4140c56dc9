import type { Actor, Json, Slug, Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { drift, driftAcknowledgements } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { countAct } from "./count-act.ts";
import { loadDrift } from "./list-drift.ts";
import { takeTurns } from "./take-turns.ts";
import { appendDriftEntry } from "./tell-drift.ts";

const upsert = statement<{ id: string; environment: Slug; until: string; reason: string; actor: string }>(
  ({ id, environment, until, reason, actor }) => sql`
    INSERT INTO ${driftAcknowledgements} (id, environment, until, reason, actor, at)
    VALUES (${id}, ${environment}, ${until}, ${reason}, ${actor}, lockstep_now())
    ON CONFLICT (id) DO UPDATE SET
      until = excluded.until, reason = excluded.reason, actor = excluded.actor, at = excluded.at`,
);

/** It is told again when it counts again. */
const hush = statement<{ environment: Slug; id: string }>(
  ({ environment, id }) => sql`
    UPDATE ${drift} SET reported = 0 WHERE environment = ${environment} AND id = ${id}`,
);

export interface NewAcknowledgement {
  readonly until: Timestamp;
  readonly reason: string;
  readonly actor: Actor;
}

/** Lets a difference not count until an instant, with its entry; `false` when there is no such difference (any more). */
export function* acknowledgeDrift(
  environment: Slug,
  id: string,
  { until, reason, actor }: NewAcknowledgement,
): Query<boolean> {
  yield* takeTurns([`drift:${environment}`]);
  const known = yield* loadDrift(environment, id);
  if (known === null) return false;
  yield* countAct(environment);
  yield* changesOf(upsert, { id, environment, until, reason, actor: actor.id });
  yield* changesOf(hush, { environment, id });
  const because = `Does not count until ${until}: ${known.sentence}`;
  const more = { until };
  yield* appendDriftEntry(environment, {
    kind: "drift-acknowledged",
    actor,
    reason,
    because,
    drift: [known],
    more,
  });
  const told = { id, kind: known.kind, slug: known.slug, until, actor: actor.id };
  yield* appendEvents([{ name: "drift.acknowledged", environment, body: told }]);
  return true;
}

/** Records that a difference was proposed as a change of git; `false` when there is no such difference (any more). */
export function* noteAdoption(
  environment: Slug,
  id: string,
  adoption: { readonly actor: Actor; readonly reason: string; readonly proposal: Json },
): Query<boolean> {
  const { actor, reason, proposal } = adoption;
  const known = yield* loadDrift(environment, id);
  if (known === null) return false;
  const because = `Proposed as a change of git: ${known.sentence}`;
  const more = { proposal };
  yield* appendDriftEntry(environment, {
    kind: "drift-adopted",
    actor,
    reason,
    because,
    drift: [known],
    more,
  });
  return true;
}
