import type { Status } from "../../design/statuses.ts";

/** States of what came in and of what goes out. */
export const messageStatuses: Readonly<Record<string, Status>> = {
  pending: { word: "Pending", tone: "info", icon: "clock" },
  done: { word: "Done", tone: "good", icon: "check" },
  ignored: { word: "Ignored", tone: "idle", icon: "dash" },
  delivered: { word: "Delivered", tone: "good", icon: "check" },
  dead: { word: "Given up", tone: "bad", icon: "cross" },
};

export const checkStatuses = {
  ok: { word: "OK", tone: "good", icon: "check" },
  failing: { word: "Failing", tone: "bad", icon: "cross" },
} as const satisfies Record<string, Status>;
