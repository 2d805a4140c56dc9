import { type Firing, firingStates } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { id, list, nullable, oneOf, slug, timestamp } from "./fields.ts";

export const firingState = oneOf(firingStates);

/** One time that a trigger fired or should have, and what came of it. */
export const firingView = Type.Object(
  {
    slug,
    trigger: slug,
    type: oneOf(["cron", "webhook", "pipeline", "event"]),
    key: Type.String({
      description: "The instant, `run:`, `event:` or `request:` that it happened for, once.",
    }),
    state: firingState,
    scheduledAt: timestamp,
    attempts: Type.Integer(),
    run: nullable(id),
    reason: nullable(
      Type.Object({
        code: Type.String(),
        message: Type.String(),
        errors: Type.Optional(list(Type.Object({ path: Type.String(), message: Type.String() }))),
      }),
    ),
    createdAt: timestamp,
    endedAt: nullable(timestamp),
    nextAt: nullable(timestamp),
  },
  { $id: "Firing" },
);

export function presentFiring(firing: Firing): Static<typeof firingView> {
  const { slug: pipeline, trigger, type, key, state, scheduledAt, attempts, run, reason } = firing;
  const { createdAt, endedAt, nextAt } = firing;
  return {
    slug: pipeline,
    trigger,
    type,
    key,
    state,
    scheduledAt,
    attempts,
    run,
    reason,
    createdAt,
    endedAt,
    nextAt,
  };
}
