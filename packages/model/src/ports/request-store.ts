/** A request that may be repeated: the same key with the same body within 24 h is the same request. */
export interface RepeatableRequest {
  /** Who asked what: token and route. */
  readonly scope: string;
  readonly key: string;
  /** Digest of the body. */
  readonly body: string;
  /** The run it is about; erasing that run removes the kept answer. */
  readonly run: string | null;
}

export type RequestClaim =
  /** Nobody asked before: do it, then answer or release. */
  | { readonly state: "new" }
  /** Somebody is doing it. */
  | { readonly state: "under-way" }
  /** It was done, and this was answered. */
  | { readonly state: "answered"; readonly response: string };

/** What was asked under an idempotency key, and answered. Runs keep their keys with `RunStore.create`. */
export interface RequestStore {
  /**
   * Takes the key, or tells what became of the request that has it. A request that is under way for longer than
   * `staleMs` was lost with its process, and its key is taken over. Failure: `unprocessable` with code
   * `IDEMPOTENCY_MISMATCH` for another body.
   */
  claim(request: RepeatableRequest, staleMs: number): Promise<RequestClaim>;
  answer(request: RepeatableRequest, response: string): Promise<void>;
  /** Frees the key of a request that changed nothing. */
  release(request: RepeatableRequest): Promise<void>;
}
