import type { StreamEvent, StreamSource } from "./stream-event.ts";

/** What one client wants to see, and what ends it. */
export interface EventStreamRequest {
  readonly source: StreamSource;
  /** Asked at every heartbeat; false ends the stream. */
  readonly mayGoOn: () => Promise<boolean>;
  readonly heartbeatMs: number;
  readonly ended: AbortSignal;
  readonly end: () => void;
}

/**
 * Server-sent events, pulled at the client's own pace: a slow client makes nobody's buffer grow, it only reads older
 * events from the database.
 */
export function createEventStream(request: EventStreamRequest): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const chunks = generateChunks(request);
  return new ReadableStream(
    {
      async pull(controller) {
        // A database that does not answer ends the stream: the client comes back and names the last event it saw.
        const chunk = await chunks.next().catch(() => null);
        if (chunk === null || chunk.done === true) {
          request.end();
          controller.close();
        } else controller.enqueue(encoder.encode(chunk.value));
      },
      cancel: request.end,
    },
    { highWaterMark: 0 },
  );
}

async function* generateChunks(request: EventStreamRequest): AsyncGenerator<string, void> {
  const { source, ended, heartbeatMs } = request;
  let heartbeatAt = performance.now() + heartbeatMs;
  yield "retry: 2000\n\n";
  while (!ended.aborted) {
    const events = await source.read(heartbeatAt - performance.now());
    if (events === null) return;
    const text = events.map(formatEvent).join("");
    if (text !== "") yield text;
    if (performance.now() < heartbeatAt) continue;
    if (!(await request.mayGoOn())) return;
    heartbeatAt = performance.now() + heartbeatMs;
    yield ": still here\n\n";
  }
}

function formatEvent(event: StreamEvent): string {
  const id = event.id === null ? "" : `id: ${event.id}\n`;
  return `${id}event: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`;
}
