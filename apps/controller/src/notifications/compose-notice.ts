import type { Notice } from "@lockstep/engine";
import type { Environment } from "@lockstep/model";

import { describeEvent } from "./describe-event.ts";
import { type Notification, targetsOf } from "./notification-entry.ts";

/** What a channel is told of an event: what, where, why, next step and link, for people and for programs. */
export function composeNotice(
  { event, channel }: Notification,
  configuration: Environment,
  publicUrl: string,
): Notice {
  const { id, name, environment, at, body } = event;
  const { what, why, next, facts, path } = describeEvent(event);
  const link = `${publicUrl}${path}`;
  const subject = `[${environment}] ${what}`;
  const key = `${targetsOf(environment, channel)}${id}`;
  return {
    configuration,
    channel,
    subject,
    text: [
      ...(why === null ? [] : [`Why: ${why}`]),
      ...facts.map(([label, value]) => `${label}: ${value}`),
      `Next: ${next}`,
      link,
    ].join("\n"),
    payload: {
      apiVersion: "lockstep/v1",
      kind: "Notification",
      id: key,
      event: { id, name, environment, at, data: body },
      channel,
      what,
      why,
      next,
      link,
    },
    idempotencyKey: key,
    headers: { "x-lockstep-event": name, "x-lockstep-environment": environment },
  };
}
