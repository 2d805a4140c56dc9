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
  const body = bodyOf(hold, given.quarantine);
  yield* appendFact({ environment, kind: "held", deploy, body });
  yield* appendEvents([{ name: "environment.held", environment, body }]);
  yield* raiseHint(environment);
  return hold;
}

function bodyOf({ id, kind, actor, reason }: Hold, quarantine: NewHold["quarantine"]): JsonObject {
  return {
    hold: id,
    kind,
    actor: { ...actor },
    reason,
    quarantine: quarantine.map((content) => ({ ...content })),
  };
}
