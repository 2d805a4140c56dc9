import { type Clock, describeScope, type QueueLoad, type QuotaUsage } from "@lockstep/model";

import type { QueuesAnswer } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

/** Queues by team, then quotas; a quota that is used up stands out. */
export function queueLines(
  environment: string,
  { queues, quotas }: QueuesAnswer,
  clock: Clock,
): readonly Text[] {
  const rows = queues.flatMap(({ queue, teams }) =>
    teams.map(({ team, ...load }) => [
      styled("bold", queue),
      team === "" ? "–" : team,
      ...cellsOf(load, clock),
    ]),
  );
  return [
    ...(rows.length === 0
      ? [`No runs wait or run in ${environment}.`]
      : table(["QUEUE", "TEAM", "QUEUED", "RUNNING", "PARKED", "OLDEST"], rows)),
    ...(quotas.length === 0 ? [] : ["", ...table(["QUOTA", "OF", "USED"], quotas.map(quotaRow))]),
  ];
}

function cellsOf(
  { queued, held, running, waiting, oldestQueuedAt }: QueueLoad,
  clock: Clock,
): readonly string[] {
  const depth = held === 0 ? String(queued) : `${queued} (${held} for their key)`;
  return [depth, String(running), String(waiting), describeAge(oldestQueuedAt, clock)];
}

function quotaRow(usage: QuotaUsage): readonly Text[] {
  const { quota, limit, used } = usage;
  const share = `${used} of ${limit}`;
  return [quota, describeScope(usage), used >= limit ? styled("yellow", share) : share];
}
