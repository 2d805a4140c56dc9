import { eventNames, type NewOutboxEntry, type NotifiableEvent, type OutboxEntry } from "@lockstep/model";

import { numberIn, objectIn, textIn } from "./read-fields.ts";

/** Topic of what an environment's channels are told. */
export const notificationTopic = "notification";

/** An event for one channel of its environment. */
export interface Notification {
  readonly event: NotifiableEvent;
  readonly channel: string;
}

/** Targets of a channel begin so. */
export function targetsOf(environment: string, channel: string): string {
  return `${environment}/${channel}/`;
}

/** Each event has a target of its own in a channel: none takes another one's place, and no event is told twice. */
export function notificationEntry({ event, channel }: Notification): NewOutboxEntry {
  const { id, name, environment, at, body } = event;
  return {
    topic: notificationTopic,
    target: `${targetsOf(environment, channel)}${id}`,
    body: { id, event: name, environment, channel, at, data: body },
  };
}

/** What an entry holds; `null` when it holds none. */
export function readNotification({ body }: Pick<OutboxEntry, "body">): Notification | null {
  const name = eventNames.find((known) => known === body["event"]);
  const [id, data] = [numberIn(body, "id"), objectIn(body, "data")];
  const environment = textIn(body, "environment");
  const [channel, at] = [textIn(body, "channel"), textIn(body, "at")];
  if (name === undefined || id === null || data === null) return null;
  if (environment === null || channel === null || at === null) return null;
  return { event: { id, name, environment, at, body: data }, channel };
}
