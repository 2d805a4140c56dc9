/** How fresh what is shown can be. */
export interface StreamState {
  readonly state: "connecting" | "live" | "reconnecting" | "stopped";
  /** Since when, in milliseconds since 1970. */
  readonly since: number;
  /** When the server was last heard; `null` before the first time. */
  readonly heardAt: number | null;
}

/** Something that happened, as `/events` tells it. */
export interface LiveEvent {
  readonly id: string | null;
  readonly name: string;
  readonly environment: string;
  readonly at: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** From the stream to a page. */
export type StreamMessage =
  | { readonly type: "state"; readonly state: StreamState }
  | { readonly type: "event"; readonly event: LiveEvent }
  /** Events may have been missed: everything is to be fetched anew. */
  | { readonly type: "gap" }
  /** Nobody is logged in any more. */
  | { readonly type: "logged-out" };

/** From a page to the stream. */
export type StreamCommand = "follow" | "stop" | "wake";
