import type { Clock } from "@lockstep/model";

import type { ApprovalView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import type { Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

/** What waits for whom, in the order given. */
export function approvalTable(approvals: readonly ApprovalView[], clock: Clock): readonly Text[] {
  if (approvals.length === 0) return ["Nothing waits for people."];
  const rows = approvals.map(
    ({ run, environment, slug, version, step, item, assignees, since, expiresAt, prompt }) => [
      run,
      environment,
      `${slug}@${version}`,
      item === -1 ? step : `${step} item ${item}`,
      assignees.join(", "),
      describeAge(since, clock),
      expiresAt,
      prompt,
    ],
  );
  return table(["RUN", "ENVIRONMENT", "PIPELINE", "STEP", "ASKED", "SINCE", "UNTIL", "PROMPT"], rows);
}
