import type { StepStreams, StreamPiece } from "@lockstep/model";

/** Streams within one process. A listener that throws does not keep others from hearing. */
export function createLocalStreams(): StepStreams {
  const listeners = new Set<(piece: StreamPiece) => void>();
  return {
    publish(piece) {
      for (const listener of listeners) queueMicrotask(() => listener(piece));
    },
    listen(listener) {
      // The same function may listen twice.
      const own = (piece: StreamPiece): void => listener(piece);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
