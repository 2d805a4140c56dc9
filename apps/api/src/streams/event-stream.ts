import type { Clock, OrgEvent } from "@lockstep/model";

import type { EventTail } from "./event-tail.ts";
import { formatPiece } from "./format-piece.ts";
import type { PieceQueue } from "./piece-queue.ts";
import { type EventSource, withPieces } from "./with-pieces.ts";

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
  const { pieces, clock, ended, heartbeatMs } = request;
  const source = withPieces(eventSource(request), pieces, (piece) => formatPiece(piece, clock.now()));
  let heartbeatAt = performance.now() + heartbeatMs;
  yield "retry: 2000\n\n";
  while (!ended.aborted) {
    const text = (await source.read(heartbeatAt - performance.now()))?.join("") ?? "";
    if (text !== "") yield text;
    if (performance.now() < heartbeatAt) continue;
    if (!(await request.mayGoOn())) return;
    heartbeatAt = performance.now() + heartbeatMs;
    yield ": still here\n\n";
  }
}

function eventSource(request: EventStreamRequest): EventSource<string> {
  const { tail, isWanted } = request;
  let { after } = request;
  return {
    async read(waitMs) {
      await untilNews(request, after, waitMs);
      const events = await tail.readAfter(after);
      after = events.at(-1)?.id ?? after;
      return events.filter(isWanted).map(formatEvent);
    },
  };
}

/** Resolves when there are events above `after`, after so many milliseconds at the latest, or when the stream is ended. */
async function untilNews({ tail, ended }: EventStreamRequest, after: number, waitMs: number) {
  if (tail.lastId() > after || ended.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unsubscribe();
      ended.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, waitMs));
    const unsubscribe = tail.subscribe(done);
    ended.addEventListener("abort", done, { once: true });
  });
}

function formatEvent(event: OrgEvent): string {
  return `id: ${event.id}\nevent: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`;
}
