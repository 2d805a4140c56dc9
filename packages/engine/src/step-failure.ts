import { Failure, type Json, type RunError, type StepErrorType, toFailure } from "@lockstep/model";

interface StepFailureDetails {
  readonly details?: Json;
  readonly cause?: unknown;
  /** How long the other side asks to be left alone. */
  readonly retryAfterMs?: number;
}

/** A step, or the run's own output, that failed in a way manifests can handle by its type. */
export class StepFailure extends Failure {
  readonly type: StepErrorType;
  readonly details: Json | undefined;

  constructor(type: StepErrorType, message: string, more: StepFailureDetails = {}) {
    const { cause, retryAfterMs } = more;
    const code = type.toUpperCase();
    super("unprocessable", message, { code, cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
    this.type = type;
    this.details = more.details;
  }
}

/** What was thrown, as the journal keeps it; anything unforeseen is of type `execution`. */
export function toRunError(thrown: unknown): RunError {
  if (!(thrown instanceof StepFailure)) return { type: "execution", message: toFailure(thrown).message };
  const { type, message, details, retryAfterMs } = thrown;
  return {
    type,
    message,
    ...(details === undefined ? {} : { details }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
