import type { Status } from "../../design/statuses.ts";

/** What merging comes to. */
export const mergeStatuses: Readonly<Record<string, Status>> = {
  nothing: { word: "Changes nothing", icon: "dash", tone: "idle" },
  admitted: { word: "Admitted", icon: "check", tone: "good" },
  waiting: { word: "Waiting", icon: "clock", tone: "info" },
  refused: { word: "Refused", icon: "refused", tone: "bad" },
};
