import type { StepStreams, StreamPiece } from "@lockstep/model";

export interface RecordedStreams extends StepStreams {
  readonly pieces: readonly StreamPiece[];
}

/** Keeps every piece. */
export function createRecordedStreams(): RecordedStreams {
  const pieces: StreamPiece[] = [];
  return {
    pieces,
    publish: (piece) => void pieces.push(piece),
    listen: () => () => undefined,
  };
}
