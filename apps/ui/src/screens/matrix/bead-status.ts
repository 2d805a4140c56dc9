import { deployStatuses, type Status } from "../../design/statuses.ts";
import type { BeadData } from "./overview-queries.ts";

const seen: Status = { word: "Seen", tone: "idle", icon: "ring" };
const rolledBack: Status = { word: "Rolled back", tone: "hold", icon: "back" };

/** How a bead looks: the state of its deploy; a rollback is drawn as the way back. */
export function beadStatus({ state, intent }: Pick<BeadData, "state" | "intent">): Status {
  if (state === "observed") return seen;
  return intent === "rollback" && state === "applied" ? rolledBack : deployStatuses[state];
}
