import type { CheckAnnotation, CheckButton, CheckReport } from "@lockstep/model";

import { contextParts } from "./context-parts.ts";
import type { CheckContext } from "./report-input.ts";
import { plainLine } from "./text/escape-markdown.ts";
import { fitParts, paragraph, type Part } from "./text/fit-parts.ts";

/** The forge's bound on a commit status, in characters. */
const longestTitle = 140;

/** What one check found, before it is brought to the forge's bounds. */
export interface Findings {
  readonly name: string;
  readonly conclusion: CheckReport["conclusion"];
  readonly title: string;
  /** Markdown: what the title says, and what to do. */
  readonly verdict: string;
  readonly summary: readonly Part[];
  readonly text?: readonly Part[];
  readonly annotations?: readonly CheckAnnotation[];
  readonly buttons?: readonly CheckButton[];
}

/** The report of one look: verdict, then what was looked at, then the rest within the forge's bounds. */
export function finishReport(context: CheckContext, findings: Findings): CheckReport {
  const { name, conclusion, title, verdict, summary, text = [], annotations = [], buttons = [] } = findings;
  const { headRevision, externalId, detailsUrl, startedAt, completedAt } = context;
  const details = fitParts(text);
  return {
    name,
    headRevision,
    externalId,
    conclusion,
    title: plainLine(title, longestTitle),
    summary: fitParts([paragraph(verdict), ...contextParts(context), ...summary]),
    text: details === "" ? null : details,
    annotations,
    buttons,
    detailsUrl,
    startedAt,
    completedAt,
  };
}
