import { Failure, type Json, type RunError, type StepErrorType, toFailure } from "@lockstep/model";

/** A step, or the run's own output, that failed in a way manifests can handle by its type. */
export class StepFailure extends Failure {
  readonly type: StepErrorType;
  readonly details: Json | undefined;

  constructor(type: StepErrorType, message: string, more: { details?: Json; cause?: unknown } = {}) {
    super("unprocessable", message, { code: type.toUpperCase(), cause: more.cause });
    this.type = type;
    this.details = more.details;
  }
}

/** What was thrown, as the journal keeps it; anything unforeseen is of type `execution`. */
export function toRunError(thrown: unknown): RunError {
  if (!(thrown instanceof StepFailure)) return { type: "execution", message: toFailure(thrown).message };
  const { type, message, details } = thrown;
  return details === undefined ? { type, message } : { type, message, details };
}
