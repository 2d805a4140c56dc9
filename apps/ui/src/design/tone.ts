/** What a colour means. Never the only carrier of it: a shape and a word stand beside it. */
export type Tone = "good" | "warn" | "bad" | "info" | "hold" | "idle";

/** Classes of text and soft background of a tone. */
export const toneClasses: Readonly<Record<Tone, string>> = {
  good: "text-good bg-good-soft",
  warn: "text-warn bg-warn-soft",
  bad: "text-bad bg-bad-soft",
  info: "text-info bg-info-soft",
  hold: "text-hold bg-hold-soft",
  idle: "text-idle bg-idle-soft",
};

/** Class of text alone, for icons and dots. */
export const toneText: Readonly<Record<Tone, string>> = {
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  info: "text-info",
  hold: "text-hold",
  idle: "text-idle",
};
