import type { Slug } from "../identifiers.ts";

/** A piece of an answer that a step is still receiving; already redacted. */
export interface StreamPiece {
  readonly environment: Slug;
  readonly run: string;
  readonly step: string;
  /** Index of the `forEach` item; -1 for a step without. */
  readonly item: number;
  readonly attempt: number;
  /** 1 for the first answer of the attempt, 2 for its repair. */
  readonly answer: number;
  /** Characters of the answer before this piece; a gap means that pieces were dropped. */
  readonly offset: number;
  /** At most {@link longestPiece} characters. */
  readonly text: string;
}

/** Small enough that a piece with its facts fits a NOTIFY of PostgreSQL however its characters are escaped. */
export const longestPiece = 1_000;

/**
 * Carries answers to whoever looks on while they come in. Nothing is kept: who listens too late, or too slowly, reads
 * the step's output instead.
 */
export interface StepStreams {
  /** Never fails and never waits; what cannot be delivered is dropped. */
  publish(piece: StreamPiece): void;
  /** Returns how to stop listening. */
  listen(listener: (piece: StreamPiece) => void): () => void;
}
