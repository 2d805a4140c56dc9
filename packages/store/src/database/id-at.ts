const latest = 2 ** 48 - 1;

/** Ids are made by processes and instants by the database: how far the two orders may differ, in milliseconds. */
export const skewMs = 300_000;

/** Where UUIDv7s of an instant begin (RFC 9562): what was made before it sorts before, the rest after. */
export function idAt(milliseconds: number): string {
  const time = Math.min(Math.max(Math.floor(milliseconds), 0), latest);
  const digits = time.toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}`;
}
