import type { Clock, OutboxState } from "@lockstep/model";

import type { OutboxView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

const styles: Readonly<Record<OutboxState, Style>> = { pending: "yellow", delivered: "green", dead: "red" };

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

function stateOf({ state, attempts, nextAt }: OutboxView): Text {
  const shown = styled(styles[state], state);
  return attempts === 0 || nextAt === null ? shown : [shown, `, again at ${nextAt}`];
}
