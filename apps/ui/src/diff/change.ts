import type { IconName } from "../design/icon.tsx";
import type { Tone } from "../design/tone.ts";

/** One version of a pipeline, as far as differences show it. */
interface ChangeEnd {
  readonly version: string;
  readonly content: string;
  readonly manifest: string;
  readonly team: string | null;
}

/** A change as plans, previews and comparisons give it. */
export interface ShownChange {
  readonly kind: string;
  /** The pipeline's slug; the environment's for `configure`. */
  readonly slug: string;
  readonly class: string | null;
  readonly from: ChangeEnd | null;
  readonly to: ChangeEnd | null;
  readonly contract: string | null;
  readonly differences: readonly ShownDifference[];
}

export interface ShownDifference {
  readonly class: string;
  readonly operation: string;
  readonly sentence: string;
}

interface Sign {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly word: string;
}

/** What happens to a pipeline, as shape, colour and word. */
export const changeSigns: Readonly<Record<string, Sign>> = {
  create: { icon: "plus", tone: "good", word: "New" },
  prune: { icon: "minus", tone: "bad", word: "Removed" },
  revert: { icon: "back", tone: "hold", word: "Back to an older version" },
  configure: { icon: "gear", tone: "info", word: "Settings" },
};

export const updateSign: Sign = { icon: "tilde", tone: "warn", word: "Changed" };

/** Classes of change: how much one has to care, and what the word means. */
export const changeClassFacts: Readonly<Record<string, { readonly tone: Tone; readonly means: string }>> = {
  relabel: { tone: "idle", means: "Titles, descriptions or places: behaviour stays." },
  retune: { tone: "idle", means: "Priorities, quotas or retention: behaviour stays." },
  retrigger: { tone: "info", means: "When or by what it starts." },
  reassign: { tone: "info", means: "Which team it belongs to." },
  content: { tone: "warn", means: "What its steps do." },
  shape: { tone: "warn", means: "Which steps there are and how they hang together." },
  contract: { tone: "bad", means: "What callers send or get back." },
};

/** What callers notice. */
export const contractFacts: Readonly<Record<string, { readonly tone: Tone; readonly word: string }>> = {
  compatible: { tone: "good", word: "Contract kept" },
  breaking: { tone: "bad", word: "Contract broken" },
  unknown: { tone: "warn", word: "Contract undecided" },
};
