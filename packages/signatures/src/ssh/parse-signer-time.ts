import { Failure } from "@lockstep/model";

/**
 * `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with `Z` or without, in seconds since the epoch. Always UTC: a server's
 * time zone must not decide who may sign. Failure: `invalid-input`.
 */
export function parseSignerTime(text: string): number {
  const found = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/.exec(text);
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00"] = found ?? [];
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = found === null ? NaN : Date.parse(written);
  if (!Number.isNaN(time) && new Date(time).toISOString() === written) return time / 1000;
  throw new Failure("invalid-input", "it has a time that is not YYYYMMDD[HHMM[SS]][Z]");
}
