import type { TriggerView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";

/** Triggers in a table, in the order given. */
export function triggerTable(triggers: readonly TriggerView[]): readonly Text[] {
  if (triggers.length === 0) return ["No triggers are in force here."];
  const rows = triggers.map((one) => [
    one.slug,
    one.trigger,
    one.type,
    one.enabled ? styled("green", "enabled") : styled("dim", "disabled"),
    describeCause(one),
    one.next[0] ?? "",
  ]);
  return table(["PIPELINE", "TRIGGER", "TYPE", "STATE", "FIRES", "NEXT"], rows);
}

/** The next instants of each schedule. */
export function nextInstantLines(triggers: readonly TriggerView[]): readonly Text[] {
  return triggers.flatMap(({ trigger, timezone, next }) =>
    next.length === 0
      ? []
      : [
          "",
          styled("dim", `${trigger} fires next (${timezone ?? "UTC"})`),
          ...next.map((at) => inZone(at, timezone)),
        ],
  );
}

function describeCause({ type, schedule, timezone, listensTo, hook }: TriggerView): string {
  switch (type) {
    case "cron":
      return `${schedule ?? ""} ${timezone ?? ""}`;
    case "webhook":
      return hook ?? "";
    case "pipeline":
      return `after ${listensTo ?? ""}`;
    case "event":
      return `on ${listensTo ?? ""}`;
  }
}

/** The instant, and what clocks in the schedule's zone show then. */
function inZone(at: string, timeZone: string | null): Text {
  const local = new Intl.DateTimeFormat("en-GB", {
    timeZone: timeZone ?? "UTC",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(at));
  return ["  ", at, "  ", styled("dim", local)];
}
