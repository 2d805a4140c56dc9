import type { IconName } from "../../design/icon.tsx";
import type { Tone } from "../../design/tone.ts";

/** What merging comes to, as shape, word and colour. */
export const verdictLooks: Readonly<
  Record<string, { readonly word: string; readonly icon: IconName; readonly tone: Tone }>
> = {
  nothing: { word: "Changes nothing", icon: "dash", tone: "idle" },
  admitted: { word: "Admitted", icon: "check", tone: "good" },
  waiting: { word: "Waits", icon: "clock", tone: "info" },
  refused: { word: "Refused", icon: "refused", tone: "bad" },
};

export const unknownVerdict = { word: "Unknown", icon: "question", tone: "idle" } as const;
