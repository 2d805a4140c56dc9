/** What the API answered instead of what was asked for: a problem document. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly status: number;
  /** Stable name of the reason, such as `IMMUTABLE_VERSION`; empty when there is none. */
  readonly code: string;
  readonly title: string;
  /** Fields of the request that are wrong. */
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;

  constructor(status: number, document: ProblemDocument, requestId: string | null) {
    super(document.detail ?? document.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = document.code ?? "";
    this.title = document.title ?? "It did not work";
    this.errors = document.errors ?? [];
    this.requestId = requestId;
  }
}

export interface FieldError {
  /** JSON pointer into the body. */
  readonly path: string;
  readonly message: string;
}

/** RFC 9457. */
export interface ProblemDocument {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: readonly FieldError[];
}

export interface DescribedProblem {
  readonly kind: "no-permission" | "not-found" | "failed" | "unreachable";
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
}

/** Whatever was thrown, as a person reads it. */
export function describeProblem(error: unknown): DescribedProblem {
  if (!(error instanceof ApiFailure)) {
    return {
      kind: "unreachable",
      title: "The server cannot be reached",
      detail: "Check that Lockstep runs and that you are connected. It is tried again by itself.",
      requestId: null,
    };
  }
  const { status, title, message: detail, requestId } = error;
  if (status === 401 || status === 403) return { kind: "no-permission", title, detail, requestId };
  if (status === 404 || status === 410)
    return { kind: "not-found", title: "There is no such thing", detail, requestId };
  return { kind: "failed", title, detail, requestId };
}

/** Whether asking again may help: not when the server understood and said no. */
export function mayRetry(error: unknown): boolean {
  return !(error instanceof ApiFailure) || error.status >= 500 || error.status === 429;
}
