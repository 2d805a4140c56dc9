import type { AttemptFilter, ListedAttempt, LogFilter, StepAttempt, StoredLogLine } from "@lockstep/model";

/** Whether an attempt is among those asked for. */
export function isListed(attempt: StepAttempt, filter: AttemptFilter): boolean {
  return (
    attempt.step === (filter.step ?? attempt.step) &&
    attempt.item === (filter.item ?? attempt.item) &&
    attempt.attempt === (filter.attempt ?? attempt.attempt) &&
    (filter.hasItems || attempt.item === -1)
  );
}

/** The attempt without an output of more than so many bytes. */
export function toListed(attempt: StepAttempt, largestOutput: number): ListedAttempt {
  const outputBytes = Buffer.byteLength(JSON.stringify(attempt.output));
  const isOutputOmitted = outputBytes > largestOutput;
  return { ...attempt, output: isOutputOmitted ? null : attempt.output, outputBytes, isOutputOmitted };
}

/** Whether a log line is among those asked for. */
export function isLogged(
  line: StoredLogLine,
  { step, levels, since, after, isEventOnly }: LogFilter,
): boolean {
  return (
    line.step === (step ?? line.step) &&
    (levels.length === 0 || levels.includes(line.level)) &&
    (isEventOnly !== true || line.event !== undefined) &&
    line.at >= (since ?? "") &&
    line.position > (after ?? 0)
  );
}
