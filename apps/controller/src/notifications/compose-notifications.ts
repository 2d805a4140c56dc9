import {
  type Environment,
  type EventName,
  isNotifiable,
  type NewOutboxEntry,
  type OrgEvent,
  type Slug,
} from "@lockstep/model";

import { notificationEntry } from "./notification-entry.ts";

/** Who is to be told of what, by environment: `notifications` of the configurations in force. */
export class NotificationRules {
  readonly #channels = new Map<string, Set<string>>();
  readonly #names = new Set<EventName>();

  constructor(policies: readonly Environment[]) {
    for (const { slug, notifications } of policies)
      for (const { on, to } of notifications) for (const name of on) this.#add(slug, name as EventName, to);
  }

  /** Events that anybody wants. */
  get names(): readonly EventName[] {
    return [...this.#names];
  }

  /** What is to be told of these events: each once in a channel, however many rules name both. */
  compose(events: readonly OrgEvent[]): readonly NewOutboxEntry[] {
    return events
      .filter(isNotifiable)
      .flatMap((event) =>
        [...(this.#channels.get(keyOf(event.environment, event.name)) ?? [])].map((channel) =>
          notificationEntry({ event, channel }),
        ),
      );
  }

  #add(environment: Slug, name: EventName, channel: string): void {
    this.#names.add(name);
    const key = keyOf(environment, name);
    const channels = this.#channels.get(key) ?? new Set();
    this.#channels.set(key, channels.add(channel));
  }
}

function keyOf(environment: Slug, name: EventName): string {
  return `${environment} ${name}`;
}
