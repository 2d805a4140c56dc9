import type { CheckReport, CommentReport } from "@lockstep/model";

import { codeSpan, escapeMarkdown } from "./text/escape-markdown.ts";
import { fitParts, listing, paragraph } from "./text/fit-parts.ts";

/** The one comment of a pull request: each check's verdict with a link to everything. The order is the reports'. */
export function commentOf(reports: readonly CheckReport[], pullRequest: number): CommentReport {
  const revisions = [...new Set(reports.map(({ headRevision }) => codeSpan(headRevision.slice(0, 10))))];
  const hasFailed = reports.some(({ conclusion }) => conclusion === "failure");
  const table = listing({
    head: "| | check | verdict |\n| --- | --- | --- |",
    thing: "check",
    items: reports,
    line: checkLine,
    mostRows: 300,
    mostBytes: 60_000,
  });
  const body = fitParts([
    paragraph(`### Lockstep${revisions.length === 0 ? "" : ` at ${revisions.join(", ")}`}`),
    table,
    paragraph(
      `${hasFailed ? "Problems are on their lines in the checks. " : ""}This comment is kept up to date.`,
    ),
  ]);
  return { pullRequest, body };
}

function checkLine({ name, conclusion, title, detailsUrl }: CheckReport): string {
  const outcome = `${signs[conclusion]} ${conclusion.replace("_", " ")}`;
  return `| ${outcome} | ${linkTo(name, detailsUrl)} | ${escapeMarkdown(title)} |`;
}

const signs: Readonly<Record<CheckReport["conclusion"], string>> = {
  success: "✅",
  neutral: "➖",
  failure: "❌",
  timed_out: "⌛",
};

/** Only addresses of the web become links, with everything encoded that could end one. */
function linkTo(name: string, address: string): string {
  const shown = escapeMarkdown(name);
  if (!URL.canParse(address) || !/^https?:/.test(new URL(address).protocol)) return shown;
  const target = new URL(address).href.replace(/[()<>|\\\s[\]`*_@]/g, encodeURIComponentStrictly);
  return target.length > 500 ? shown : `[${shown}](${target})`;
}

function encodeURIComponentStrictly(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
