import type { CheckReport, Slug } from "@lockstep/model";

import { planCheckName } from "./check-names.ts";
import { finishReport } from "./finish-report.ts";
import type { CheckContext } from "./report-input.ts";
import { escapeMarkdown } from "./text/escape-markdown.ts";

/**
 * The plan check of an environment whose manifest the merge removes. Neutral: nothing is refused, and nothing is applied
 * either, because only an admin retires an environment.
 */
export function reportRetirement(context: CheckContext, environment: Slug): CheckReport {
  const name = escapeMarkdown(environment);
  return finishReport(context, {
    name: planCheckName(environment),
    conclusion: "neutral",
    title: `Merging removes the manifest of ${environment}; what is applied there stays`,
    verdict:
      `**Merging removes the manifest of ${name}.** Nothing follows its branch any more. ` +
      "What is applied there stays in force, and runs go on, until an admin retires the environment.",
    summary: [],
    buttons: [],
  });
}
