import { describeDuration } from "../design/time.tsx";
import { useNow } from "../design/use-now.ts";
import { type RunTimes, tookMs, waitedMs } from "./run-times.ts";

interface DurationProps {
  readonly run: RunTimes;
  readonly of: "waited" | "took";
}

/** How long a run waited or took; counts on while it does. */
export function Duration({ run, of }: DurationProps) {
  const isOpen = of === "waited" ? run.startedAt === null : run.endedAt === null;
  return isOpen && run.endedAt === null ? (
    <Counting run={run} of={of} />
  ) : (
    <Ended run={run} of={of} now={0} />
  );
}

function Counting({ run, of }: DurationProps) {
  return <Ended run={run} of={of} now={useNow()} />;
}

function Ended({ run, of, now }: DurationProps & { readonly now: number }) {
  const ms = of === "waited" ? waitedMs(run, now) : tookMs(run, now);
  return <span className="whitespace-nowrap">{ms === null ? "–" : describeDuration(ms)}</span>;
}
