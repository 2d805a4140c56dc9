import type { Clock, FiringState } from "@lockstep/model";

import type { FiringView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

const styles: Readonly<Record<FiringState, Style>> = {
  pending: "yellow",
  started: "green",
  skipped: "dim",
  missed: "yellow",
  failed: "red",
};

/** What triggers did, in the order given. */
export function firingTable(firings: readonly FiringView[], clock: Clock): readonly Text[] {
  if (firings.length === 0) return ["Nothing has fired in the last 30 days."];
  const rows = firings.map((one) => [
    one.trigger,
    one.scheduledAt,
    styled(styles[one.state], one.state),
    describeAge(one.endedAt ?? one.createdAt, clock),
    one.run ?? "",
    one.reason === null ? "" : `${one.reason.code}: ${one.reason.message}`,
  ]);
  return table(["TRIGGER", "FOR", "STATE", "WHEN", "RUN", "REASON"], rows);
}
