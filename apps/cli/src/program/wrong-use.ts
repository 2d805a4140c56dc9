import { Failure } from "@lockstep/model";

const code = "USAGE";

/** The command was called wrongly: ends with exit code 2. The message says how to call it. */
export function wrongUse(message: string, cause?: unknown): Failure {
  return new Failure("invalid-input", message, { code, cause });
}

/** Whether the failure is the caller's way of calling, not what was asked for. */
export function isWrongUse(failure: Failure): boolean {
  return failure.code === code;
}
