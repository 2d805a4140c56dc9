/** The event streams that are open in this process, so that they can be ended from outside. */
export interface OpenStreams {
  /** Returns the signal that ends the stream, and how to end it from inside. */
  open(token: string, session?: string | null): { readonly ended: AbortSignal; end(): void };
  /** Ends all streams of one token, those of its sessions included. */
  endOf(token: string): void;
  /** Ends all streams of one session. */
  endOfSession(session: string): void;
  endAll(): void;
}

interface OpenStream {
  readonly token: string;
  readonly session: string | null;
  readonly controller: AbortController;
}

export function createOpenStreams(): OpenStreams {
  const streams = new Set<OpenStream>();
  return {
    open(token, session = null) {
      const stream = { token, session, controller: new AbortController() };
      streams.add(stream);
      return {
        ended: stream.controller.signal,
        end() {
          streams.delete(stream);
          stream.controller.abort();
        },
      };
    },
    endOf(token) {
      for (const stream of streams) if (stream.token === token) stream.controller.abort();
    },
    endOfSession(session) {
      for (const stream of streams) if (stream.session === session) stream.controller.abort();
    },
    endAll() {
      for (const stream of streams) stream.controller.abort();
    },
  };
}
