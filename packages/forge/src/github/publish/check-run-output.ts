import type { CheckAnnotation, CheckReport } from "@lockstep/model";

import { boundLine, boundMarkdown } from "./bound-text.ts";

/** GitHub takes this many annotations with one request, and adds those of further requests. */
export const annotationsPerRequest = 50;

const longestMarkdown = 65_000;
const longestMessage = 16_000;

/** What GitHub shows of a check, with the annotations from one position on. */
export function toCheckRunOutput(report: CheckReport, from: number) {
  return {
    title: boundLine(report.title, 140) || report.name,
    summary: boundMarkdown(report.summary, longestMarkdown) || report.title,
    ...(report.text === null ? {} : { text: boundMarkdown(report.text, longestMarkdown) }),
    annotations: report.annotations.slice(from, from + annotationsPerRequest).map(toAnnotation),
  };
}

/** What ends a check: nothing of it may be sent before all annotations are there. */
export function toCheckRunEnd(report: CheckReport) {
  return {
    status: "completed" as const,
    conclusion: report.conclusion,
    completed_at: report.completedAt,
    actions: report.buttons.slice(0, 3).map(({ label, description, action }) => ({
      label: boundLine(label, 20),
      description: boundLine(description, 40),
      identifier: action,
    })),
  };
}

function toAnnotation({ path, line, column, level, title, message }: CheckAnnotation) {
  return {
    path,
    start_line: line,
    end_line: line,
    // GitHub takes columns only where the annotation is on one line.
    ...(column === null ? {} : { start_column: column, end_column: column }),
    annotation_level: level,
    title: boundLine(title, 255),
    message: boundMarkdown(message, longestMessage),
  };
}
