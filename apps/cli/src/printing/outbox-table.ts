import type { Clock } from "@lockstep/model";

import type { OutboxView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

/** Entries of the outbox in the order given. */
export function outboxTable(entries: readonly OutboxView[], clock: Clock): readonly Text[] {
  if (entries.length === 0) return ["The outbox is empty."];
  const rows = entries.map((entry): readonly Text[] => [
    String(entry.position),
    entry.topic,
    entry.target,
    stateOf(entry),
    String(entry.attempts),
    describeAge(entry.createdAt, clock),
    entry.error ?? "",
  ]);
  return table(["POSITION", "TOPIC", "TARGET", "STATE", "ATTEMPTS", "SINCE", "ERROR"], rows);
}

function stateOf({ deliveredAt, deadAt, attempts, nextAt }: OutboxView): Text {
  if (deadAt !== null) return styled("red", "dead");
  if (deliveredAt !== null) return styled("green", "delivered");
  return [styled("yellow", "pending"), attempts === 0 ? "" : ` until ${nextAt}`];
}
