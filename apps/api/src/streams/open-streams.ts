/** The event streams that are open in this process, so that they can be ended from outside. */
export interface OpenStreams {
  /** Returns the signal that ends the stream, and how to end it from inside. */
  open(token: string): { readonly ended: AbortSignal; end(): void };
  /** Ends all streams of one token. */
  endOf(token: string): void;
  endAll(): void;
}

export function createOpenStreams(): OpenStreams {
  const streams = new Set<{ readonly token: string; readonly controller: AbortController }>();
  return {
    open(token) {
      const stream = { token, controller: new AbortController() };
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
    endAll() {
      for (const stream of streams) stream.controller.abort();
    },
  };
}
