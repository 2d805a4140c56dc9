import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Watches the HTTP servers of this process. */
export interface AnsweringTimes {
  /** Milliseconds since that instant (of `performance.now()`) in which at least one request was being answered. */
  since(start: number): { readonly milliseconds: number; readonly requests: number };
  stop(): void;
}

interface Span {
  readonly from: number;
  to: number;
}

interface Exchange {
  readonly request: IncomingMessage;
}

export function watchAnsweringTimes(): AnsweringTimes {
  const spans = new Map<IncomingMessage, Span>();
  const onStart = (message: unknown) =>
    void spans.set((message as Exchange).request, { from: performance.now(), to: Number.POSITIVE_INFINITY });
  const onEnd = (message: unknown) => {
    const span = spans.get((message as Exchange).request);
    if (span !== undefined) span.to = performance.now();
  };
  subscribe("http.server.request.start", onStart);
  subscribe("http.server.response.finish", onEnd);
  return {
    since(start) {
      const now = performance.now();
      const found = [...spans.values()].filter(({ to }) => to > start).sort((a, b) => a.from - b.from);
      let [milliseconds, until] = [0, start];
      for (const { from, to } of found) {
        const end = Math.min(to, now);
        if (end <= until) continue;
        milliseconds += end - Math.max(from, until);
        until = end;
      }
      return { milliseconds, requests: found.length };
    },
    stop() {
      unsubscribe("http.server.request.start", onStart);
      unsubscribe("http.server.response.finish", onEnd);
    },
  };
}
