import { type StreamPiece, toTimestamp } from "@lockstep/model";

/** A piece of an answer as a `step.stream` event: without an id, because nobody can resume from it. */
export function formatPiece({ environment, ...body }: StreamPiece, now: number): string {
  const event = { at: toTimestamp(now), name: "step.stream", environment, body };
  return `event: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`;
}
