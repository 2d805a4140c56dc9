import type { IconName } from "../design/icon.tsx";
import type { Tone } from "../design/tone.ts";
import type { Change } from "./graph.ts";

export interface ChangeLook {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
  /** Classes of a node's frame. */
  readonly frame: string;
  /** Colour of an edge, as CSS. */
  readonly stroke: string;
}

/** How a difference looks: sign, word and colour. */
export const changeLooks: Readonly<Record<Change, ChangeLook>> = {
  added: {
    word: "Added",
    tone: "good",
    icon: "plus",
    frame: "border-good bg-good-soft",
    stroke: "var(--good)",
  },
  removed: {
    word: "Removed",
    tone: "bad",
    icon: "minus",
    frame: "border-dashed border-bad bg-bad-soft",
    stroke: "var(--bad)",
  },
  changed: {
    word: "Changed",
    tone: "warn",
    icon: "tilde",
    frame: "border-warn bg-warn-soft",
    stroke: "var(--warn)",
  },
  same: {
    word: "Unchanged",
    tone: "idle",
    icon: "dot",
    frame: "border-line-strong bg-surface",
    stroke: "var(--line-strong)",
  },
};
