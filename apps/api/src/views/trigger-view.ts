import { type AppliedTrigger, fromTimestamp, type Timestamp, toTimestamp } from "@lockstep/model";
import { nextInstants, type Schedule } from "@lockstep/schedule";
import { type Static, Type } from "typebox";

import { list, nullable, oneOf, slug, timestamp } from "./fields.ts";

const triggerType = oneOf(["cron", "webhook", "pipeline", "event"]);

/** A trigger in force, and when it fires next. */
export const triggerView = Type.Object(
  {
    slug,
    trigger: slug,
    type: triggerType,
    enabled: Type.Boolean({ description: "What manifest and environment say together." }),
    since: timestamp,
    schedule: nullable(Type.String({ description: "Five cron fields; null for other types." })),
    timezone: nullable(Type.String()),
    next: list(timestamp),
    listensTo: nullable(Type.String({ description: "The pipeline or event that starts it." })),
    hook: nullable(Type.String({ description: "Path that a webhook is sent to." })),
  },
  { $id: "Trigger" },
);

/** How many instants of a schedule are told. */
const instants = 5;

export function presentTrigger(applied: AppliedTrigger, now: Timestamp): Static<typeof triggerView> {
  const { environment, slug: pipeline, trigger, isEnabled, since } = applied;
  const { type } = trigger;
  const schedule = type === "cron" ? trigger : null;
  return {
    slug: pipeline,
    trigger: trigger.id,
    type,
    enabled: isEnabled,
    since,
    schedule: schedule?.schedule ?? null,
    timezone: schedule?.timezone ?? null,
    next: schedule !== null && isEnabled ? nextOf(schedule, now) : [],
    listensTo: type === "pipeline" ? trigger.pipeline : type === "event" ? trigger.event : null,
    hook: type === "webhook" ? `/api/v1/hooks/${environment}/${pipeline}/${trigger.id}` : null,
  };
}

function nextOf(schedule: Schedule, now: Timestamp): readonly Timestamp[] {
  return nextInstants(schedule, fromTimestamp(now), instants).map(toTimestamp);
}
