import {
  type AttemptSpan,
  fromTimestamp,
  type RunSummary,
  type StepState,
  stepStates,
  type Timestamp,
} from "@lockstep/model";
import { type Static, Type } from "typebox";

import { list, nullable, oneOf } from "./fields.ts";

/** A run of more attempts is shown from its beginning. */
export const mostSpans = 20_000;

const states = Object.keys(stepStates) as StepState[];
const kinds = ["instant", "person", "run"] as const;

const offset = (what: string) =>
  nullable(
    Type.Integer({ description: `${what}, in milliseconds after \`base\`; negative where clocks differ.` }),
  );

/**
 * Positions in `steps`, index of the `forEach` item (-1 for the step itself), number of the try, position in `states`,
 * begin, end and when it goes on at the latest (milliseconds after `base`), position in `waits` (-1 for none).
 */
type AttemptRow = readonly [
  step: number,
  item: number,
  attempt: number,
  state: number,
  startedMs: number | null,
  endedMs: number | null,
  retryMs: number | null,
  waits: number,
];

const attemptRow = Type.Unsafe<AttemptRow>({
  type: "array",
  prefixItems: [
    Type.Integer({ description: "Position in `steps`." }),
    Type.Integer({ description: "Index of the `forEach` item; -1 for the step itself." }),
    Type.Integer({ description: "1 for the first try; 0 for a step that never started." }),
    Type.Integer({ description: "Position in `states`." }),
    offset("When it began"),
    offset("When it ended"),
    offset("When it is, or was, to go on at the latest"),
    Type.Integer({ description: "Position in `waits` of what it waits or waited for; -1 for nothing." }),
  ],
  minItems: 8,
  maxItems: 8,
});

/** When each attempt of a run was under way. Rows of numbers: names and words are looked up beside them. */
export const waterfallView = Type.Object(
  {
    base: Type.String({ description: "When the run was accepted." }),
    steps: list(Type.String({ description: "Ids of steps, in the order in which they began." })),
    states: list(oneOf(states)),
    waits: list(oneOf(kinds)),
    attempts: list(attemptRow),
    isCut: Type.Boolean({ description: "Whether there are more than 20 000; the first are shown." }),
  },
  { $id: "Waterfall" },
);

export function presentWaterfall(
  run: Pick<RunSummary, "createdAt">,
  spans: readonly AttemptSpan[],
): Static<typeof waterfallView> {
  const base = fromTimestamp(run.createdAt);
  const offsetOf = (at: Timestamp | null) => (at === null ? null : fromTimestamp(at) - base);
  const shown = spans.slice(0, mostSpans);
  const steps = [...new Set(shown.map(({ step }) => step))];
  const positions = new Map(steps.map((step, index) => [step, index]));
  return {
    base: run.createdAt,
    steps,
    states,
    waits: [...kinds],
    attempts: shown.map((span) => [
      positions.get(span.step) ?? 0,
      span.item,
      span.attempt,
      states.indexOf(span.state),
      offsetOf(span.startedAt),
      offsetOf(span.endedAt),
      offsetOf(span.retryAt),
      span.waitsFor === null ? -1 : kinds.indexOf(span.waitsFor),
    ]),
    isCut: spans.length > mostSpans,
  };
}
