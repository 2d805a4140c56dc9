import type { Environment } from "@lockstep/model";

/** Which addresses may be reached: `egress` of the environment. */
export type EgressPolicy = Environment["egress"];

/** One request, without following redirects. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute, http or https, without credentials. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly egress: EgressPolicy;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed. */
  readonly body: Uint8Array;
}

/** A response whose body is still coming in. */
export interface HttpStream extends Omit<HttpResponse, "body"> {
  /**
   * Decompressed pieces, to be read once; leaving the loop closes the connection. StepFailure: `connectivity` when it
   * breaks off, `http` beyond `httpLimits.streamBytes`.
   */
  readonly body: AsyncIterable<Uint8Array>;
}

/** The way to other machines. StepFailure: `security` when egress forbids it, `connectivity`, `http` beyond a limit. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Resolves with the head of the response, as soon as it is there. */
  stream(request: HttpRequest): Promise<HttpStream>;
}

/** Bounds on what a step may receive. */
export const httpLimits = {
  /** Decompressed. */
  bodyBytes: 8 * 1024 * 1024,
  /** The same, for a body that is read while it comes in. */
  streamBytes: 64 * 1024 * 1024,
  headerBytes: 32 * 1024,
  redirects: 5,
  /** Longest `Retry-After` that is obeyed. */
  retryAfterMs: 15 * 60 * 1000,
} as const;
