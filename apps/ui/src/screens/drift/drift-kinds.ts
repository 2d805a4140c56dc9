import type { Status } from "../../design/statuses.ts";

/** What kinds of drift are called, and what each means. */
export const driftKinds = {
  edited: { word: "Edited", tone: "warn", icon: "tilde", meaning: "A row was changed without a deploy." },
  extra: { word: "Extra", tone: "warn", icon: "plus", meaning: "A row is there that no deploy wrote." },
  missing: { word: "Missing", tone: "bad", icon: "minus", meaning: "A row that was applied is gone." },
  config: {
    word: "Configuration",
    tone: "warn",
    icon: "gear",
    meaning: "A policy, trigger or lock was changed.",
  },
  unreachable: {
    word: "Unreachable",
    tone: "bad",
    icon: "cross",
    meaning: "The stored manifest is gone or cannot be read.",
  },
} as const satisfies Record<string, Status & { readonly meaning: string }>;
