import { describeDuration, describeInstant } from "./time.tsx";
import { useFromNow } from "./use-now.ts";

/** The time until an instant, second by second; the instant itself, in the viewer's zone, on hover. */
export function Countdown({ at }: { readonly at: string }) {
  const text = useFromNow((now) => describeCountdown(Date.parse(at) - now));
  return (
    <time role="timer" dateTime={at} title={describeInstant(at)} className="font-medium whitespace-nowrap">
      {text}
    </time>
  );
}

/** Milliseconds that are left, such as `in 2 d 3 h` or `in 41 s`; once there are none, `any moment`. */
export function describeCountdown(milliseconds: number): string {
  if (!(milliseconds > 0)) return "any moment";
  const seconds = Math.ceil(milliseconds / 1_000);
  return seconds < 60 ? `in ${seconds} s` : `in ${describeDuration(seconds * 1_000)}`;
}
