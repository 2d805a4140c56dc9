import type { Hold, JsonObject, NewHold } from "@lockstep/model";

import type { Query } from "../database/query.ts";
import { appendEvents } from "./append-events.ts";
import { appendFact } from "./append-fact.ts";
import { countAct } from "./count-act.ts";
import { insertHold } from "./insert-hold.ts";
import { raiseHint } from "./raise-hint.ts";
import { readNow } from "./read-now.ts";

/** Keeps an environment as it is from now on, as an act with its entry: no apply that was decided before gets through. */
export function* placeHold(id: string, given: NewHold): Query<Hold> {
  const { environment, deploy } = given;
  yield* countAct(environment);
  const hold = yield* insertHold(id, given, yield* readNow());
  const facts = factsOf(hold);
  const body = { ...facts, quarantine: given.quarantine.map((content) => ({ ...content })) };
  yield* appendFact({ environment, kind: "held", deploy, body });
  // An event stays small: the entry lists what it counts.
  const told = { ...facts, quarantined: given.quarantine.length };
  yield* appendEvents([{ name: "environment.held", environment, body: told }]);
  yield* raiseHint(environment);
  return hold;
}

function factsOf({ id, kind, actor, reason }: Hold): JsonObject {
  return { hold: id, kind, actor: { ...actor }, reason };
}
