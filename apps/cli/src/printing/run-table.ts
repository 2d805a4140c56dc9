import type { Clock } from "@lockstep/model";

import type { RunSummary } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import type { Text } from "../terminal/text.ts";
import { describeAge, describeSpan } from "./ages.ts";
import { stateText } from "./state-text.ts";

/** Runs in a table, in the order given. */
export function runTable(runs: readonly RunSummary[], clock: Clock): readonly Text[] {
  if (runs.length === 0) return ["No runs. Start one: lockstep run <slug> --env <environment>"];
  const rows = runs.map((run) => [
    run.id,
    run.environment,
    `${run.slug}@${run.version}`,
    stateText(run.status),
    describeSpan(run.startedAt, run.endedAt, clock),
    describeAge(run.createdAt, clock),
    run.trigger.type,
    run.error?.message ?? run.waitsFor ?? "",
  ]);
  return table(["RUN", "ENVIRONMENT", "PIPELINE", "STATE", "TOOK", "WHEN", "TRIGGER", "WHY"], rows);
}
