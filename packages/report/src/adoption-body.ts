import type { DetectedDrift } from "@lockstep/model";

import { codeSpan, escapeMarkdown } from "./text/escape-markdown.ts";
import { fitParts, paragraph } from "./text/fit-parts.ts";

/** Markdown of a pull request that makes git say what somebody wrote into the database. */
export function adoptionBody(drift: DetectedDrift, reason: string): string {
  const { environment, sentence, edit, differences } = drift;
  const who = edit?.role ?? null;
  const when =
    edit === null
      ? ""
      : ` Noted at ${codeSpan(edit.at)}${who === null ? "" : `, by database role ${codeSpan(who)}`}.`;
  const lines = differences.map(
    ({ field, applied, live }) =>
      `- ${codeSpan(field)}: ${applied === null ? "nothing" : codeSpan(applied)} was applied, ${live === null ? "nothing" : codeSpan(live)} is in the database`,
  );
  return fitParts([
    paragraph(`Makes git say what is in the database of ${codeSpan(environment)}, past every review so far.`),
    paragraph(`> ${escapeMarkdown(reason)}`),
    paragraph(`${escapeMarkdown(sentence)}${when}`),
    ...(lines.length === 0 ? [] : [paragraph(lines.join("\n"))]),
    paragraph(
      `Until this is merged and applied, nothing of it runs. Close it and type ${codeSpan(`lockstep drift revert ${drift.id} --env ${environment}`)} to put the rows right instead.`,
    ),
  ]);
}
