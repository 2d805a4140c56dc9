import type { StreamPiece } from "@lockstep/model";

import type { PieceQueue } from "./piece-queue.ts";

/** Something that tells events at its follower's pace. */
export interface EventSource<Event> {
  /** The next events; none when nothing happened for so many milliseconds; `null` when nothing more will happen. */
  read(waitMs: number): Promise<readonly Event[] | null>;
}

/** Adds pieces of answers to what a source tells, before it: a step's answer belongs before the end of its run. */
export function withPieces<Event>(
  source: EventSource<Event>,
  pieces: PieceQueue,
  toEvent: (piece: StreamPiece) => Event,
): EventSource<Event> {
  let reading: Promise<readonly Event[] | null> | null = null;

  /** One question to the source at a time; it goes on while pieces come. */
  function readSource(waitMs: number): Promise<readonly Event[] | null> {
    reading = source.read(waitMs);
    // Its failure is told when it is asked for; until then it must not end the process.
    reading.catch(() => undefined);
    return reading;
  }

  return {
    async read(waitMs) {
      const asked = reading ?? readSource(waitMs);
      if (!pieces.hasNews) await untilNews(pieces, asked);
      if (pieces.hasNews) return pieces.take().map(toEvent);
      reading = null;
      return asked;
    },
  };
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
