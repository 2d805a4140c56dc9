import type { Status } from "../../design/statuses.ts";

/** What kinds of entries are called; those that are missing are called by their own name. */
const words = {
  waiting: { word: "Waiting", tone: "info", icon: "clock" },
  applied: { word: "Applied", tone: "good", icon: "check" },
  refused: { word: "Refused", tone: "bad", icon: "refused" },
  rejected: { word: "Rejected", tone: "bad", icon: "cross" },
  superseded: { word: "Superseded", tone: "idle", icon: "dash" },
  "rolled-back": { word: "Rolled back", tone: "hold", icon: "back" },
  retired: { word: "Retired", tone: "idle", icon: "dash" },
  noted: { word: "Noted", tone: "idle", icon: "ring" },
  verified: { word: "Verified", tone: "good", icon: "check" },
  unverified: { word: "Not verified", tone: "bad", icon: "cross" },
  "approval-given": { word: "Approval", tone: "good", icon: "person" },
  "rejection-given": { word: "Rejection", tone: "bad", icon: "person" },
  "glass-broken": { word: "Glass broken", tone: "warn", icon: "warning" },
  "debt-settled": { word: "Debt settled", tone: "good", icon: "check" },
  held: { word: "Held", tone: "hold", icon: "pause" },
  resumed: { word: "Resumed", tone: "good", icon: "play" },
  "hold-lifted": { word: "Hold lifted", tone: "good", icon: "play" },
  denied: { word: "Denied", tone: "bad", icon: "refused" },
  "promotion-opened": { word: "Promotion", tone: "info", icon: "up" },
  "drift-detected": { word: "Drift detected", tone: "warn", icon: "drift" },
  "drift-cleared": { word: "Drift cleared", tone: "good", icon: "drift" },
  "drift-reverted": { word: "Drift reverted", tone: "good", icon: "drift" },
  "drift-acknowledged": { word: "Drift acknowledged", tone: "warn", icon: "drift" },
  "drift-adopted": { word: "Drift adopted", tone: "info", icon: "drift" },
  "token-created": { word: "Token created", tone: "info", icon: "key" },
  "token-revoked": { word: "Token revoked", tone: "idle", icon: "key" },
  "session-opened": { word: "Logged in", tone: "idle", icon: "person" },
  "session-ended": { word: "Logged out", tone: "idle", icon: "person" },
  "secret-stored": { word: "Secret stored", tone: "info", icon: "key" },
  "secret-removed": { word: "Secret removed", tone: "idle", icon: "key" },
} as const satisfies Record<string, Status>;

export const kindWords: Readonly<Record<string, Status>> = words;
