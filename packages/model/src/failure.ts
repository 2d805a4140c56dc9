/** What the caller of a failed operation does next. */
export type Disposition = "retry" | "wait" | "stall";

interface FailureKindFacts {
  /** HTTP status the API answers with. */
  readonly status: number;
  readonly disposition: Disposition;
  /** One line for the documentation. */
  readonly meaning: string;
}

/** Every kind of failure, with what the API answers and what the controller does about it. */
export const failureKinds = {
  "invalid-input": {
    status: 400,
    disposition: "stall",
    meaning: "The request does not fit its schema.",
  },
  unauthenticated: {
    status: 401,
    disposition: "stall",
    meaning: "No valid token came with the request.",
  },
  forbidden: {
    status: 403,
    disposition: "stall",
    meaning: "The token's role does not allow this.",
  },
  "not-found": {
    status: 404,
    disposition: "stall",
    meaning: "There is nothing of that name here.",
  },
  "method-not-allowed": {
    status: 405,
    disposition: "stall",
    meaning: "The path exists, but not for this method.",
  },
  "request-timeout": {
    status: 408,
    disposition: "retry",
    meaning: "The body did not come in time.",
  },
  conflict: {
    status: 409,
    disposition: "retry",
    meaning: "Somebody else changed the same thing first.",
  },
  "too-large": { status: 413, disposition: "stall", meaning: "The body is larger than allowed." },
  "unsupported-media-type": { status: 415, disposition: "stall", meaning: "Send JSON." },
  unprocessable: {
    status: 422,
    disposition: "stall",
    meaning: "Understood, but it cannot be done as things are.",
  },
  "quota-exceeded": {
    status: 429,
    disposition: "wait",
    meaning: "A limit is reached; try again later.",
  },
  "row-tampered": {
    status: 409,
    disposition: "stall",
    meaning: "A stored manifest is not what was applied.",
  },
  fenced: {
    status: 409,
    disposition: "stall",
    meaning: "Another process has taken this work over.",
  },
  "repository-unreachable": {
    status: 503,
    disposition: "retry",
    meaning: "The git repository did not answer.",
  },
  "repository-invalid": {
    status: 422,
    disposition: "stall",
    meaning: "The repository holds what Lockstep refuses to read.",
  },
  "limit-exceeded": {
    status: 422,
    disposition: "stall",
    meaning: "A bound on time, memory, files or bytes was reached.",
  },
  "forge-unreachable": {
    status: 503,
    disposition: "retry",
    meaning: "The forge (GitHub) did not answer, or asked to be left alone for a while.",
  },
  "forge-refused": {
    status: 422,
    disposition: "stall",
    meaning: "The forge refuses this: a permission is missing, or the installation was revoked.",
  },
  "database-unreachable": {
    status: 503,
    disposition: "retry",
    meaning: "The org database did not answer.",
  },
  "org-unreachable": {
    status: 503,
    disposition: "retry",
    meaning: "The Lockstep server did not answer.",
  },
  "disk-full": { status: 503, disposition: "retry", meaning: "The disk has no room left." },
  "wrong-installation": {
    status: 503,
    disposition: "stall",
    meaning: "The database belongs to another installation or repository.",
  },
  "configuration-invalid": {
    status: 500,
    disposition: "stall",
    meaning: "A setting is unknown or has a bad value.",
  },
  cancelled: { status: 499, disposition: "stall", meaning: "The caller gave up." },
  "deadline-exceeded": {
    status: 504,
    disposition: "retry",
    meaning: "It took longer than allowed.",
  },
  overloaded: {
    status: 503,
    disposition: "retry",
    meaning: "The process holds as much as it may; try again a little later.",
  },
  "shutting-down": { status: 503, disposition: "retry", meaning: "The process is stopping." },
  internal: { status: 500, disposition: "retry", meaning: "A fault of Lockstep itself." },
} as const satisfies Record<string, FailureKindFacts>;

/** A key of {@link failureKinds}; code discriminates on it, never on messages. */
export type FailureKind = keyof typeof failureKinds;

/** One invalid place of an input: a JSON pointer and what was expected there. */
export interface InputError {
  readonly path: string;
  readonly message: string;
}

export interface FailureDetails {
  readonly cause?: unknown;
  /** A problem code or another stable word that clients may switch on. */
  readonly code?: string;
  readonly errors?: readonly InputError[];
  /** How long to wait before trying again. */
  readonly retryAfterMs?: number;
}

/** The one error class that Lockstep throws. Its message is safe to show: no secrets, no submitted values. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: FailureKind;
  readonly code: string | undefined;
  readonly errors: readonly InputError[];
  readonly retryAfterMs: number | undefined;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.code = details.code;
    this.errors = details.errors ?? [];
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Any thrown value as a {@link Failure}; what nobody foresaw becomes `internal`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new Failure("internal", message, { cause: thrown });
}
