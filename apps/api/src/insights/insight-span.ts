import { Failure, fromTimestamp, type OrgStore, type Timestamp } from "@lockstep/model";

import { toInstant } from "../requests/instant-parameter.ts";

const dayMs = 86_400_000;

/** What a question about a time may reach. */
export interface SpanLimits {
  readonly defaultDays: number;
  readonly mostDays: number;
}

export interface AskedSpan {
  readonly since?: string;
  readonly until?: string;
}

/** The span that a query asks for, up to now. Failure: `invalid-input` for one without length or beyond the limit. */
export async function readSpan(
  store: Pick<OrgStore, "now">,
  asked: AskedSpan,
  { defaultDays, mostDays }: SpanLimits,
): Promise<{ readonly since: Timestamp; readonly until: Timestamp }> {
  const now = await store.now();
  const wanted = asked.until === undefined ? now : toInstant(asked.until, "/until");
  const until = wanted < now ? wanted : now;
  const since =
    asked.since === undefined
      ? new Date(fromTimestamp(until) - defaultDays * dayMs).toISOString()
      : toInstant(asked.since, "/since");
  const lengthMs = fromTimestamp(until) - fromTimestamp(since);
  if (lengthMs <= 0) throw unfit("/since", "must be before until, and before now");
  if (lengthMs > mostDays * dayMs) throw unfit("/since", `must be at most ${mostDays} days before until`);
  return { since, until };
}

function unfit(path: string, message: string): Failure {
  return new Failure("invalid-input", `This span cannot be looked at: since ${message}.`, {
    errors: [{ path, message }],
  });
}
