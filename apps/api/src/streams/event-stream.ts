import type { Clock, OrgEvent } from "@lockstep/model";

import type { EventTail } from "./event-tail.ts";
import { formatPiece } from "./format-piece.ts";
import type { PieceQueue } from "./piece-queue.ts";

/** What one client wants to see, and what ends it. */
export interface EventStreamRequest {
  readonly tail: EventTail;
  /** Pieces of answers, sent as they come; closed at the end of the stream. */
  readonly pieces: PieceQueue;
  readonly clock: Clock;
  /** Everything above this id is sent. */
  readonly after: number;
  readonly isWanted: (event: OrgEvent) => boolean;
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
  const end = (): void => {
    request.pieces.close();
    request.end();
  };
  return new ReadableStream(
    {
      async pull(controller) {
        // A database that does not answer ends the stream: the client comes back and names the last event it saw.
        const chunk = await chunks.next().catch(() => null);
        if (chunk === null || chunk.done === true) {
          end();
          controller.close();
        } else controller.enqueue(encoder.encode(chunk.value));
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

async function* generateChunks(request: EventStreamRequest): AsyncGenerator<string, void> {
  const { tail, pieces, clock, isWanted, ended, heartbeatMs } = request;
  let after = request.after;
  let heartbeatAt = performance.now() + heartbeatMs;
  yield "retry: 2000\n\n";
  while (!ended.aborted) {
    const events = await tail.readAfter(after);
    after = events.at(-1)?.id ?? after;
    // Pieces first: a step's answer belongs before the end of its run.
    const streamed = pieces.take().map((piece) => formatPiece(piece, clock.now()));
    const text = [...streamed, ...events.filter(isWanted).map(formatEvent)].join("");
    if (text !== "") yield text;
    if (events.length === 0) await untilNews(request, after, heartbeatAt);
    if (performance.now() < heartbeatAt) continue;
    if (!(await request.mayGoOn())) return;
    heartbeatAt = performance.now() + heartbeatMs;
    yield ": still here\n\n";
  }
}

/** Resolves when there are events above `after` or pieces, when the heartbeat is due, or when the stream is ended. */
async function untilNews({ tail, pieces, ended }: EventStreamRequest, after: number, heartbeatAt: number) {
  if (tail.lastId() > after || pieces.hasNews || ended.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      for (const unsubscribe of unsubscribes) unsubscribe();
      ended.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, heartbeatAt - performance.now()));
    const unsubscribes = [tail.subscribe(done), pieces.subscribe(done)];
    ended.addEventListener("abort", done, { once: true });
  });
}

function formatEvent(event: OrgEvent): string {
  return `id: ${event.id}\nevent: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`;
}
