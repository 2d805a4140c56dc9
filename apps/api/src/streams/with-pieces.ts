import { type Clock, type StreamPiece, toTimestamp } from "@lockstep/model";

import type { PieceQueue } from "./piece-queue.ts";
import type { StreamEvent, StreamSource } from "./stream-event.ts";

export interface Pieces {
  readonly pieces: PieceQueue;
  readonly clock: Clock;
  readonly ended: AbortSignal;
}

/** Adds pieces of answers to what a source tells, before it: a step's answer belongs before the end of its run. */
export function withPieces(source: StreamSource, { pieces, clock, ended }: Pieces): StreamSource {
  let reading: Promise<readonly StreamEvent[] | null> | null = null;
  ended.addEventListener("abort", () => pieces.close(), { once: true });

  /** One question to the source at a time; it goes on while pieces come. */
  function readSource(waitMs: number): Promise<readonly StreamEvent[] | null> {
    reading = source.read(waitMs);
    // Its failure is told when it is asked for; until then it must not end the process.
    reading.catch(() => undefined);
    return reading;
  }

  return {
    async read(waitMs) {
      const asked = reading ?? readSource(waitMs);
      if (!pieces.hasNews) await untilNews(pieces, asked);
      if (pieces.hasNews) return pieces.take().map((piece) => eventOf(piece, clock));
      reading = null;
      return asked;
    },
  };
}

/** A piece of an answer as a `step.stream` event: without an id, because nobody can resume from it. */
function eventOf({ environment, ...body }: StreamPiece, clock: Clock): StreamEvent {
  return { id: null, at: toTimestamp(clock.now()), name: "step.stream", environment, body };
}

/** Resolves at the next piece or when the source has answered, whichever is first; never fails. */
async function untilNews(pieces: PieceQueue, asked: Promise<unknown>): Promise<void> {
  let unsubscribe: () => void = () => undefined;
  const piece = new Promise<void>((resolve) => {
    unsubscribe = pieces.subscribe(resolve);
  });
  await Promise.race([asked, piece]).catch(() => undefined);
  unsubscribe();
}
