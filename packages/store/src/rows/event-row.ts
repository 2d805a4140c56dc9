import type { OrgEvent } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { events } from "../schema/index.ts";

export type EventRow = InferSelectModel<typeof events>;

/** A published event as its row says it. */
export function eventOf({ id, name, environment, body, at }: EventRow): OrgEvent {
  return {
    id: id ?? 0,
    environment,
    at,
    name: name as OrgEvent["name"],
    body: JSON.parse(body) as OrgEvent["body"],
  };
}
