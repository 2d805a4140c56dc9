import { durationMilliseconds, parseDuration } from "@lockstep/model";
import { cronFault, isTimezone } from "@lockstep/schedule";

import type { WrittenTrigger } from "../format/trigger-format.ts";
import { type Finding, findingAt, type Path } from "../text/finding.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

/** CRON_INVALID and TIMEZONE_INVALID of cron triggers. */
export const schedulesFire: PipelineCheck = ({ written: { triggers = [] } }) =>
  triggers.flatMap((trigger, index) => (trigger.type === "cron" ? scheduleFindings(trigger, index) : []));

function scheduleFindings(
  { schedule, timezone }: Extract<WrittenTrigger, { type: "cron" }>,
  index: number,
): Finding[] {
  const findings: Finding[] = [];
  const fault = cronFault(schedule);
  if (fault !== null)
    findings.push(
      findingAt(
        "CRON_INVALID",
        ["triggers", index, "schedule"],
        `"${schedule}" is not a schedule: ${fault}.`,
        "Write five fields: minute, hour, day of month, month, day of week.",
      ),
    );
  if (timezone !== undefined && !isTimezone(timezone))
    findings.push(
      findingAt(
        "TIMEZONE_INVALID",
        ["triggers", index, "timezone"],
        `There is no time zone "${timezone}".`,
        "Write a name such as Europe/Berlin or UTC.",
      ),
    );
  return findings;
}

/** SCHEMA: trigger ids are unique, and a webhook that asks for a proof says what it is made with. */
export const triggersAreComplete: PipelineCheck = ({ written: { triggers = [] } }) => {
  const seen = new Set<string>();
  return triggers.flatMap((trigger, index): Finding[] => {
    const path: Path = ["triggers", index];
    const findings: Finding[] = [];
    if (seen.has(trigger.id))
      findings.push(findingAt("SCHEMA", [...path, "id"], `The trigger id "${trigger.id}" is already used.`));
    seen.add(trigger.id);
    if (trigger.type === "webhook" && trigger.auth.type !== "none" && trigger.auth.secret === undefined)
      findings.push(
        findingAt(
          "SCHEMA",
          [...path, "auth"],
          `\`auth\` of type ${trigger.auth.type} needs the field \`secret\`.`,
        ),
      );
    return [...findings, ...longFindings(trigger, path)];
  });
};

/** Signatures are remembered for a day; a delay of more than a year is a mistake. */
function longFindings(trigger: WrittenTrigger, path: Path): Finding[] {
  switch (trigger.type) {
    case "webhook":
      return longer(trigger.auth.tolerance, "24h", [...path, "auth", "tolerance"]);
    case "pipeline":
      return longer(trigger.delay, "366d", [...path, "delay"]);
    case "cron":
    case "event":
      return [];
  }
}

function longer(duration: string | undefined, longest: string, path: Path): Finding[] {
  if (duration === undefined || (parseDuration(duration) ?? 0) <= durationMilliseconds(longest)) return [];
  return [findingAt("SCHEMA", path, `\`${String(path.at(-1))}\` must be at most ${longest}.`)];
}
