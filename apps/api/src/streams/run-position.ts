import { Failure } from "@lockstep/model";

/**
 * A place in what is told of a run, as `<position>.<rank>`: the position of a log line, and what follows the line. The
 * same run tells the same events under the same ids, whoever asks, as often as they ask.
 */
export interface RunPosition {
  readonly line: number;
  readonly rank: number;
}

/** Before anything was told. */
export const beginning: RunPosition = { line: -1, rank: 0 };

export const ranks = { line: 0, started: 1, waiting: 2, ended: 9 } as const;

export function formatPosition({ line, rank }: RunPosition): string {
  return `${line}.${rank}`;
}

/** The position that an id names. Failure: `invalid-input`. */
export function parsePosition(id: string): RunPosition {
  const [, line, rank] = /^(\d{1,15})\.(\d)$/.exec(id) ?? [];
  if (line !== undefined && rank !== undefined) return { line: Number(line), rank: Number(rank) };
  throw new Failure("invalid-input", "The last event id of a run's stream is one that this stream gave out.");
}

export function isAfter(one: RunPosition, other: RunPosition): boolean {
  return one.line > other.line || (one.line === other.line && one.rank > other.rank);
}
