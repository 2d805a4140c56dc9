import { checksumOf, type EventTrigger, type Firing, type RaisedEvent, type Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { appliedTriggers } from "../schema/index.ts";
import { claimIdempotencyKey } from "./claim-idempotency-key.ts";
import { type FiringInsert, insertFirings } from "./insert-firings.ts";
import { listFiringsOfEvent } from "./list-firings-of-event.ts";
import { readNow } from "./read-now.ts";

interface Listener {
  readonly slug: Slug;
  readonly definition: string;
}

const select = statement<{ environment: string; name: string }, Listener>(
  ({ environment, name }) => sql`
    SELECT slug, definition FROM ${appliedTriggers}
    WHERE environment = ${environment} AND source = ${name} AND type = 'event' AND enabled = 1`,
);

/** Makes a firing of every trigger that listens, once per event id; answers with all of the event's firings. */
export function* raiseEvent(
  environment: Slug,
  event: RaisedEvent,
  leaseMs: number,
): Query<readonly Firing[]> {
  const { id, name, data } = event;
  const body = checksumOf("lockstep-request/v1", { name, data });
  const twin = yield* claimIdempotencyKey({ scope: `event ${environment}`, key: id, body, run: null });
  if (twin === null) {
    const scheduledAt = yield* readNow();
    const listeners = yield* rowsOf(select, { environment, name });
    yield* insertFirings(
      listeners.map(({ slug, definition }): FiringInsert => {
        const trigger = JSON.parse(definition) as EventTrigger;
        const firing = { environment, slug, trigger: trigger.id, key: `event:${id}`, type: trigger.type };
        const payload = { event: { id, name, data, raisedAt: scheduledAt } };
        return {
          firing: { ...firing, scheduledAt, depth: 0, payload },
          state: "pending",
          reason: null,
          afterMs: leaseMs,
        };
      }),
    );
  }
  return yield* listFiringsOfEvent(environment, id);
}
