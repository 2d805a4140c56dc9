import type { Status } from "../../design/statuses.ts";
import type { BeadData } from "./overview-queries.ts";

const ofDeploys = {
  observed: { word: "Seen", tone: "idle", icon: "ring" },
  planned: { word: "Pending", tone: "info", icon: "pending" },
  waiting: { word: "Waiting", tone: "info", icon: "clock" },
  applying: { word: "Applying", tone: "info", icon: "spinner" },
  applied: { word: "Applied", tone: "good", icon: "check" },
  refused: { word: "Refused", tone: "bad", icon: "refused" },
  rejected: { word: "Rejected", tone: "bad", icon: "cross" },
  superseded: { word: "Superseded", tone: "idle", icon: "dash" },
  failed: { word: "Failed", tone: "bad", icon: "warning" },
} as const satisfies Record<BeadData["state"], Status>;

/** How a bead looks: the state of its deploy; a rollback is drawn as the way back. */
export function beadStatus({ state, intent }: Pick<BeadData, "state" | "intent">): Status {
  const status = ofDeploys[state];
  return intent === "rollback" && state === "applied"
    ? { word: "Rolled back", tone: "hold", icon: "back" }
    : status;
}
