import { controllerActor, type Hold, type JsonObject, type Timestamp } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { holds } from "../schema/index.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";
import { countAct } from "./count-act.ts";
import { lockEnvironment } from "./lock-environment.ts";
import { readNow } from "./read-now.ts";

const update = statement<{ id: string; at: Timestamp; by: string; reason: string }>(
  ({ id, at, by, reason }) => sql`
    UPDATE ${holds} SET lifted_at = ${at}, lifted_by = ${by}, lift_reason = ${reason}
    WHERE id = ${id} AND lifted_at IS NULL`,
);

/** Ends a hold, but not its quarantine; `false` when it had ended before. */
export function* liftHoldByItself({ id, environment, deploy }: Hold, because: string): Query<boolean> {
  yield* lockEnvironment(environment);
  const by = JSON.stringify(controllerActor);
  const lifted = yield* changesOf(update, { id, at: yield* readNow(), by, reason: because });
  if (lifted === 0) return false;
  yield* countAct(environment);
  const body: JsonObject = { actor: { ...controllerActor }, because, holds: [id] };
  yield* appendFact({ environment, kind: "hold-lifted", deploy, body });
  yield* appendEvents([{ name: "environment.resumed", environment, body }]);
  return true;
}
