import { cronFault, isTimezone } from "@lockstep/schedule";

import { type Finding, findingAt } from "../text/finding.ts";
import type { EnvironmentCheck } from "./environment-check.ts";

/** CRON_INVALID and TIMEZONE_INVALID of windows. */
export const windowsCanOpen: EnvironmentCheck = ({ environment }) => {
  const { windows } = environment.gates;
  if (windows === null) return [];
  const findings: Finding[] = [];
  if (!isTimezone(windows.timezone))
    findings.push(
      findingAt(
        "TIMEZONE_INVALID",
        ["gates", "windows", "timezone"],
        `There is no time zone "${windows.timezone}".`,
      ),
    );
  for (const list of ["allow", "deny"] as const)
    for (const [index, { cron }] of windows[list].entries()) {
      const fault = cronFault(cron);
      const path = ["gates", "windows", list, index, "cron"];
      if (fault !== null)
        findings.push(findingAt("CRON_INVALID", path, `"${cron}" is not a schedule: ${fault}.`));
    }
  return findings;
};
