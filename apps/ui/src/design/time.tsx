import { useFromNow } from "./use-now.ts";

/** An instant relative to now, such as `3 min ago` or `in 2 h`; the exact one on hover, in the viewer's zone. */
export function Time({ at }: { readonly at: string }) {
  const text = useFromNow((now) => describeDistance(Date.parse(at) - now));
  return (
    <time dateTime={at} title={describeInstant(at)} className="whitespace-nowrap">
      {text}
    </time>
  );
}

/** How long ago an instant is, as short as it gets: `3 min`; without words around it, for dense tables. */
export function Age({ at }: { readonly at: string }) {
  const text = useFromNow((now) => describeAge(now - Date.parse(at)));
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {text}
    </time>
  );
}

const instants = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

/** An instant in the viewer's zone, to the second, with the zone's name. */
export function describeInstant(at: string): string {
  return instants.format(new Date(at));
}

/** An exact instant, written out. */
export function Instant({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={at} className="whitespace-nowrap">
      {describeInstant(at)}
    </time>
  );
}

/** A duration in milliseconds, such as `840 ms`, `3.2 s`, `4 min 10 s`, `2 d 3 h`. */
export function describeDuration(milliseconds: number): string {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return twoUnits(Math.round(ms / 1_000));
}

/** The distance of an instant from now, in milliseconds; negative is past. */
export function describeDistance(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1_000);
  if (seconds < 5) return "now";
  const text = oneUnit(seconds);
  return milliseconds < 0 ? `${text} ago` : `in ${text}`;
}

function describeAge(milliseconds: number): string {
  return oneUnit(Math.max(0, Math.round(milliseconds / 1_000)));
}

const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

function oneUnit(seconds: number): string {
  const [name, size] = units.find(([, size]) => seconds >= size) ?? ["s", 1];
  return `${Math.floor(seconds / size)} ${name}`;
}

function twoUnits(seconds: number): string {
  const index = units.findIndex(([, size]) => seconds >= size);
  const [name, size] = units[index] ?? ["s", 1];
  const next = units[index + 1];
  const rest = next === undefined ? 0 : Math.floor((seconds % size) / next[1]);
  return rest === 0 || next === undefined
    ? `${Math.floor(seconds / size)} ${name}`
    : `${Math.floor(seconds / size)} ${name} ${rest} ${next[0]}`;
}
