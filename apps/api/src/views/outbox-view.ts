import type { OutboxEntry, OutboxState } from "@lockstep/model";
import { type Static, Type } from "typebox";

import { nullable, oneOf, timestamp } from "./fields.ts";

export const outboxState = oneOf(["pending", "delivered", "dead"] satisfies readonly OutboxState[]);

export const outboxCounts = Type.Object({
  pending: Type.Integer({ description: "Entries that wait to be delivered." }),
  dead: Type.Integer({ description: "Entries that were given up until somebody has them tried again." }),
  oldestAt: nullable(timestamp),
});

/** Something to tell the outside world. What it says is shown where it arrives, not here. */
export const outboxEntryView = Type.Object(
  {
    position: Type.Integer(),
    topic: Type.String({ description: "What kind of news." }),
    target: Type.String({ description: "Of what; a newer entry of a target replaces one that waits." }),
    edition: Type.Integer({ description: "Grows when a newer one takes the place of one that waits." }),
    state: outboxState,
    attempts: Type.Integer({ description: "Attempts that failed." }),
    error: nullable(Type.String({ description: "Why the last attempt failed." })),
    createdAt: timestamp,
    nextAt: nullable(timestamp),
    deliveredAt: nullable(timestamp),
    deadAt: nullable(timestamp),
  },
  { $id: "OutboxEntry" },
);

export function presentOutboxEntry(entry: OutboxEntry): Static<typeof outboxEntryView> {
  const { position, topic, target, edition, attempts, error, createdAt, deliveredAt, deadAt } = entry;
  const state = stateOf(entry);
  const nextAt = state === "pending" ? entry.nextAt : null;
  return {
    position,
    topic,
    target,
    edition,
    state,
    attempts,
    error,
    createdAt,
    nextAt,
    deliveredAt,
    deadAt,
  };
}

function stateOf({ deliveredAt, deadAt }: OutboxEntry): OutboxState {
  if (deliveredAt !== null) return "delivered";
  return deadAt === null ? "pending" : "dead";
}
