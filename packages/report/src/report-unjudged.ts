import type { CheckReport } from "@lockstep/model";

import { revalidateButton } from "./buttons.ts";
import { finishReport } from "./finish-report.ts";
import type { CheckContext } from "./report-input.ts";
import { escapeMarkdown } from "./text/escape-markdown.ts";

/**
 * A check that cannot say anything: a merge conflict, a repository that is not readable, a limit of compilation. It is
 * a failure, because what was not judged must not merge. `because` is a sentence, best with what mends it.
 */
export function reportUnjudged(context: CheckContext, name: string, because: string): CheckReport {
  return finishReport(context, {
    name,
    conclusion: "failure",
    title: `Not judged: ${because}`,
    verdict:
      `**Not judged:** ${escapeMarkdown(because)}\n\n` +
      "**Next:** mend that and push, or press **Re-validate** when it has passed by itself.",
    summary: [],
    buttons: [revalidateButton],
  });
}
