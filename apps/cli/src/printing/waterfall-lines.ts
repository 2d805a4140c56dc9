import { type Clock, fromTimestamp, type RunError, type Timestamp } from "@lockstep/model";

import type { AttemptView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeSpan } from "./ages.ts";
import { attemptName } from "./attempt-name.ts";
import { stateText } from "./state-text.ts";

const barWidth = 30;

interface Span {
  readonly startedAt: Timestamp | null;
  readonly endedAt: Timestamp | null;
}

/** Every step attempt as a bar on the run's time line, with its duration and, where it failed, the reason. */
export function waterfallLines(attempts: readonly AttemptView[], clock: Clock): readonly Text[] {
  const scale = scaleOf(attempts, clock);
  const rows = attempts.map((attempt) => [
    attemptName(attempt),
    stateText(attempt.status),
    describeSpan(attempt.startedAt, attempt.endedAt, clock),
    styled("cyan", barOf(attempt, scale, clock)),
  ]);
  const [head = "", ...lines] = table(["STEP", "STATE", "TOOK", "WHEN"], rows);
  return [
    head,
    ...attempts.flatMap((attempt, index) => [
      lines[index] ?? "",
      ...waitLines(attempt),
      ...errorLines(attempt.error),
    ]),
  ];
}

interface Scale {
  readonly from: number;
  readonly span: number;
}

function scaleOf(spans: readonly Span[], clock: Clock): Scale {
  const starts = spans.flatMap(({ startedAt }) => (startedAt === null ? [] : fromTimestamp(startedAt)));
  const ends = spans.map(({ endedAt }) => (endedAt === null ? clock.now() : fromTimestamp(endedAt)));
  const from = Math.min(...starts);
  return { from, span: Math.max(1, Math.max(...ends) - from) };
}

function barOf({ startedAt, endedAt }: Span, { from, span }: Scale, clock: Clock): string {
  if (startedAt === null) return "";
  const end = endedAt === null ? clock.now() : fromTimestamp(endedAt);
  const column = (at: number) => Math.min(barWidth, Math.max(0, Math.round(((at - from) / span) * barWidth)));
  const left = Math.min(column(fromTimestamp(startedAt)), barWidth - 1);
  return " ".repeat(left) + "█".repeat(Math.max(1, column(end) - left));
}

function waitLines({ status, waitsFor, retryAt }: AttemptView): readonly Text[] {
  if (status !== "waiting" || retryAt === null) return [];
  const until = [" until ", retryAt];
  switch (waitsFor?.kind) {
    case undefined:
    case "instant":
      return [["  ", styled("dim", ["waits", ...until])]];
    case "person":
      return [
        ["  ", styled("dim", ["waits for ", waitsFor.assignees.join(", "), ...until, ": "]), waitsFor.prompt],
      ];
    case "run":
      return [["  ", styled("dim", ["waits for run ", waitsFor.run, ...until])]];
  }
}

function errorLines(error: RunError | null): readonly Text[] {
  return error === null ? [] : [["  ", styled("red", error.type), " ", error.message]];
}
