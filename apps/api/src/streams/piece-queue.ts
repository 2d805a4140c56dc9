import type { StepStreams, StreamPiece } from "@lockstep/model";

/** Pieces that wait for one client; the oldest are dropped for newer ones. */
const mostWaiting = 256;

/** The pieces of answers that one client is still to be sent, without making it anybody's burden to be slow. */
export interface PieceQueue {
  /** Whether anything waits. */
  readonly hasNews: boolean;
  /** Takes all that waits, oldest first. */
  take(): readonly StreamPiece[];
  /** Calls the listener whenever a piece comes; returns how to stop. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** Collects wanted pieces from now on, until it is closed. */
export function createPieceQueue(
  streams: StepStreams,
  isWanted: (piece: StreamPiece) => boolean,
): PieceQueue {
  const listeners = new Set<() => void>();
  let waiting: StreamPiece[] = [];
  const close = streams.listen((piece) => {
    if (!isWanted(piece)) return;
    waiting.push(piece);
    if (waiting.length > mostWaiting) waiting.shift();
    for (const listener of listeners) listener();
  });
  return {
    get hasNews() {
      return waiting.length > 0;
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close,
  };
}
