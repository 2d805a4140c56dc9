import type { LogLine, StepEvent, StoredLogLine } from "@lockstep/model";
import type { InferSelectModel } from "drizzle-orm";

import type { runLogs } from "../schema/index.ts";

export type RunLogRow = InferSelectModel<typeof runLogs>;

export function logLineOf(row: RunLogRow): StoredLogLine {
  const { run, step, at, message, position } = row;
  const event = eventOf(row);
  const line = { run, step, at, level: row.level as LogLine["level"], message, position };
  return event === null ? line : { ...line, event };
}

function eventOf({ event, item, attempt }: RunLogRow): StepEvent | null {
  if (event === null || item === null || attempt === null) return null;
  return { name: event as StepEvent["name"], item, attempt };
}

export function rowOfLogLine({ run, step, at, level, message, event }: LogLine) {
  return {
    run,
    step,
    at,
    level,
    message,
    event: event?.name ?? null,
    item: event?.item ?? null,
    attempt: event?.attempt ?? null,
  };
}
