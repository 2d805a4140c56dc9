import type { IconName } from "../../design/icon.tsx";
import type { Tone } from "../../design/tone.ts";
import type { Stage } from "../../promotions/stages.ts";

interface StageWords {
  readonly title: string;
  /** Said where nothing is in it. */
  readonly empty: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

/** What stages are called and how they look. */
export const stageWords: Readonly<Record<Stage, StageWords>> = {
  "waiting-checks": {
    title: "Waiting checks",
    empty: "Nothing waits for time, runs or checks",
    icon: "clock",
    tone: "info",
  },
  "waiting-approval": {
    title: "Waiting approval",
    empty: "Nothing waits for a person",
    icon: "person",
    tone: "info",
  },
  ready: { title: "Ready", empty: "Nothing is ready to be promoted", icon: "up", tone: "good" },
  applying: { title: "Applying", empty: "Nothing is being applied", icon: "spinner", tone: "info" },
  done: { title: "Done", empty: "Nothing was applied lately", icon: "check", tone: "good" },
  refused: { title: "Refused", empty: "Nothing was refused lately", icon: "refused", tone: "bad" },
  superseded: { title: "Superseded", empty: "Nothing was superseded lately", icon: "dash", tone: "idle" },
};
