import type { Clock, DeliveryState } from "@lockstep/model";

import type { DeliveryView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

const styles: Readonly<Record<DeliveryState, Style>> = {
  pending: "yellow",
  done: "green",
  ignored: "dim",
  dead: "red",
};

/** Webhook deliveries in the order given. */
export function deliveryTable(deliveries: readonly DeliveryView[], clock: Clock): readonly Text[] {
  if (deliveries.length === 0) return ["No deliveries. Webhooks are optional: polling finds everything too."];
  const rows = deliveries.map(
    ({ position, event, action, hint, state, attempts, receivedAt, because }): readonly Text[] => [
      String(position),
      action === null ? event : `${event}.${action}`,
      aboutOf(hint),
      styled(styles[state], state),
      String(attempts),
      describeAge(receivedAt, clock),
      because ?? "",
    ],
  );
  return table(["POSITION", "EVENT", "ABOUT", "STATE", "ATTEMPTS", "RECEIVED", "BECAUSE"], rows);
}

function aboutOf({ pullRequest, ref, headRevision }: DeliveryView["hint"]): string {
  if (pullRequest !== null) return `#${pullRequest}`;
  return ref?.replace(/^refs\/heads\//, "") ?? headRevision?.slice(0, 8) ?? "–";
}
