import { type Failure, failureKinds, type InputError } from "@lockstep/model";

/** An error response by RFC 9457. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** A stable word for programs: a problem code, or the kind of failure. */
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly InputError[];
}

/** What a failure looks like to a client. Of faults of Lockstep itself it shows the request id only. */
export function toProblemDocument(failure: Failure, requestId: string): ProblemDocument {
  const { status, meaning } = failureKinds[failure.kind];
  return {
    type: `/docs#${failure.kind}`,
    title: meaning,
    status,
    detail: failure.kind === "internal" ? internalDetail(requestId) : failure.message,
    code: failure.code ?? failure.kind,
    requestId,
    ...(failure.errors.length > 0 ? { errors: failure.errors } : {}),
  };
}

function internalDetail(requestId: string): string {
  return `Something failed inside Lockstep. The server's log says what, under request id ${requestId}.`;
}
