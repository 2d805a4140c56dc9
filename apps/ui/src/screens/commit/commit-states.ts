import type { Status } from "../../design/statuses.ts";
import type { CommitPlace } from "./commit-queries.ts";

/** Where a commit can be. */
export const commitStates: Readonly<Record<CommitPlace["state"], Status>> = {
  deployed: { word: "Deployed", tone: "good", icon: "check" },
  "deployed-with": { word: "Deployed with a later one", tone: "good", icon: "check" },
  blocked: { word: "Blocked", tone: "warn", icon: "clock" },
  replaced: { word: "Replaced", tone: "idle", icon: "dash" },
  "not-seen-yet": { word: "Not seen yet", tone: "info", icon: "pending" },
  "not-on-branch": { word: "Not on its branch", tone: "idle", icon: "ring" },
  removed: { word: "Environment removed", tone: "idle", icon: "dash" },
};
