import { fromTimestamp, type LogLine, type StepAttempt, type StepEventName } from "@lockstep/model";

/** What happened to an attempt as a log line; null where nobody would miss it, as the start of a step without effects. */
export function describeAttempt(row: StepAttempt, at: string, isUrgent: boolean): LogLine | null {
  const line = sentenceOf(row, isUrgent);
  if (line === null) return null;
  const { run, step, item, attempt } = row;
  const { level, message, event: name } = line;
  return { run, step, at, level, message, event: { name, item, attempt } };
}

interface Sentence extends Pick<LogLine, "level" | "message"> {
  readonly event: StepEventName;
}

function sentenceOf(row: StepAttempt, isUrgent: boolean): Sentence | null {
  const who = nameOf(row);
  switch (row.state) {
    case "pending":
      return null;
    case "running":
      return isUrgent ? { level: "debug", event: "step.started", message: `${who} started` } : null;
    case "waiting":
      return {
        level: "info",
        event: row.attempt > 1 && row.startedAt === null ? "step.retrying" : "step.waiting",
        message: `${who} waits ${awaited(row)}`,
      };
    case "completed":
      return {
        level: "info",
        event: "step.completed",
        message: `${who} completed${durationOf(row)}`,
      };
    case "failed":
      return {
        level: "warn",
        event: "step.failed",
        message: `${who} failed${durationOf(row)}: ${row.error?.message ?? "no reason given"}`,
      };
    case "skipped":
      return {
        level: "info",
        event: "step.skipped",
        message: `${who} was skipped${row.error === null ? "" : `: ${row.error.message}`}`,
      };
    case "cancelled":
      return {
        level: "info",
        event: "step.cancelled",
        message: `${who} was cancelled${row.error === null ? "" : `: ${row.error.message}`}`,
      };
  }
}

function awaited({ waitsFor, retryAt }: StepAttempt): string {
  const until = `until ${retryAt ?? "it is woken"}`;
  switch (waitsFor?.kind) {
    case undefined:
    case "instant":
      return until;
    case "person":
      return `for an answer of ${waitsFor.assignees.join(", ")}, at most ${until}`;
    case "run":
      return `for the run ${waitsFor.run}, at most ${until}`;
  }
}

function nameOf({ step, item, attempt }: StepAttempt): string {
  return [step, ...(item >= 0 ? [`item ${item}`] : []), ...(attempt > 1 ? [`attempt ${attempt}`] : [])].join(
    ", ",
  );
}

function durationOf({ startedAt, endedAt }: StepAttempt): string {
  if (startedAt === null || endedAt === null) return "";
  return ` after ${fromTimestamp(endedAt) - fromTimestamp(startedAt)} ms`;
}
