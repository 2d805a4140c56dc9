import type { CheckReport, Json, Problem } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { commentOf } from "./comment-of.ts";
import { reportPlan } from "./plan/report-plan.ts";
import { reportUnjudged } from "./report-unjudged.ts";
import { samplePipeline, sampleStep } from "./testing/sample-graph.ts";
import {
  sampleChange,
  sampleContext,
  sampleDifference,
  sampleEnvironment,
  sampleImpact,
  samplePlan,
  samplePlanInput,
  sampleTestsInput,
  sampleValidateInput,
} from "./testing/sample-input.ts";
import { reportTests } from "./tests/report-tests.ts";
import { reportValidate } from "./validate/report-validate.ts";

/** What people write to break pages, between what they write otherwise. */
const attacks = [
  "<img src=x onerror=alert(1)>",
  "@ada",
  "#123",
  "owner/repo#1",
  "GH-12",
  "```",
  "~~~",
  "`",
  "|",
  "\n",
  "\r",
  "](https://evil.example)",
  "[x]: https://evil.example",
  "![",
  "www.evil.example",
  ":tada:",
  "$x$",
  "\u202E",
  "\u200D",
  "\uD83D",
  "😀",
  "# head",
  "- [ ] item",
  "1. one",
  "===",
  "%%{init: {}}%%",
  "end",
  '"]',
  "x".repeat(10_000),
  "ü".repeat(3000),
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: "binary", maxLength: 12 })), {
    maxLength: 6,
  })
  .map((pieces) => pieces.join(" "));

const problems = fc.array(
  fc.record({
    code: fc.constantFrom<Problem["code"]>("SCHEMA", "USES_UNUSED"),
    severity: fc.constantFrom<Problem["severity"]>("error", "warning"),
    file: hostile,
    line: fc.nat(),
    column: fc.nat(),
    path: hostile,
    message: hostile,
    fix: hostile,
  }),
  { maxLength: 8 },
);

/** Repeated until the page has no room for all. */
const times = fc.constantFrom(1, 1, 40, 400);

function repeat<Item>(items: readonly Item[], count: number): readonly Item[] {
  return Array.from({ length: count }, () => items).flat();
}

const reports: fc.Arbitrary<CheckReport> = fc.oneof(
  fc.tuple(problems, times, hostile).map(([found, count, slug]) =>
    reportValidate(
      sampleValidateInput({
        problems: repeat(found, count),
        bumps: repeat([{ slug, file: slug, from: slug, to: slug }], count),
      }),
    ),
  ),
  fc.tuple(hostile, hostile, times).map(([name, message, count]) => {
    const tests = repeat([{ name, message, isPassed: false, line: 0 }], count);
    return reportTests(sampleTestsInput({ suites: repeat([{ slug: name, file: name, tests }], 5) }));
  }),
  fc
    .tuple(hostile, hostile, problems, times)
    .map(([one, two, found, count]) => hostilePlan({ one, two, found, count })),
  hostile.map((text) =>
    reportUnjudged(sampleContext({ base: { branch: text, revision: text } }), "lockstep / tests", text),
  ),
);

const samplePointer = {
  version: "1.0.0",
  content: samplePlan().hash,
  manifest: samplePlan().hash,
  team: null,
  path: "",
};

interface Hostile {
  readonly one: string;
  readonly two: string;
  readonly found: readonly Problem[];
  readonly count: number;
}

function hostilePlan({ one, two, found, count }: Hostile): CheckReport {
  const to = { ...samplePointer, version: two, team: one, path: one };
  const differences = repeat([sampleDifference(one), sampleDifference(two)], count);
  const change = sampleChange({ slug: one, class: "contract", to, differences });
  const prune = sampleChange({ kind: "prune", slug: two });
  const variables: { readonly [name: string]: Json } = { [one]: two };
  const ends = { because: one, next: two, problems: found };
  const verdicts = repeat([{ gate: one, verdict: "refused" as const, ...ends }], count);
  return reportPlan(
    samplePlanInput({
      context: sampleContext({ movedFrom: one, base: { branch: two, revision: one } }),
      desired: sampleEnvironment({ variables, fallbackTeam: one }),
      plan: samplePlan({ environment: one, changes: repeat([change, prune], count), problems: found }),
      decision: { outcome: "refused", verdicts, ...ends },
      impact: sampleImpact({
        pipelines: { changed: 2 * count, shown: count },
        running: repeat([{ slug: one, version: two, count: 1 }], count),
        firings: repeat(
          [
            {
              slug: one,
              trigger: two,
              type: "cron" as const,
              timezone: two,
              at: [{ instant: one, local: one }],
              count: 2,
            },
          ],
          count,
        ),
        callers: repeat([{ callee: one, caller: two, range: one }], count),
        tokens: repeat([{ slug: one, tokens: 1, runs: 1 }], count),
        inputs: repeat([{ slug: two, tried: 2, rejected: 1 }], count),
      }),
      graphs: repeat(
        [
          {
            slug: one,
            before: samplePipeline([sampleStep(one), sampleStep(two, [one])], two),
            after: samplePipeline([sampleStep(two), sampleStep("new", [two])], one),
          },
        ],
        count,
      ),
    }),
  );
}

/** The words of a page without code and without what is escaped: what Markdown reads. */
function outsideCode(page: string): string {
  return page
    .replace(/```mermaid\n[\s\S]*?\n```/g, "")
    .replace(/\\[\\`*_{}[\]|~$]/g, "")
    .replace(/`[^`\n]*`/g, "");
}

/** In the comment, from a check's name to its page. */
const ownLinks = /\[[^[\]\n]*\]\(https:\/\/lockstep\.example\/[^\s()]*\)/g;

function expectHarmless(page: string): void {
  expect(page.isWellFormed()).toBe(true);
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(65_000);
  expect(page).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200D]/);
  expect(page.match(/^```/gm)?.length ?? 0).toBe(2 * (page.match(/^```mermaid$/gm)?.length ?? 0));
  expect(page.match(/^\s*(~~~|={3,}|#{1,6} (?!##|[A-Z0-9]))/gm)).toBeNull();
  const words = outsideCode(page).replace(ownLinks, "");
  expect(words).not.toContain("<");
  expect(words).not.toMatch(/[@#](?=[\p{L}\p{N}])/u);
  expect(words).not.toMatch(/[[\]$`]|:\/\/|www\./);
  expect(Math.max(0, ...words.split(/\s/).map((word) => word.length))).toBeLessThanOrEqual(2000);
}

describe("whatever people write", () => {
  it("pages stay within bounds and show text as text", () => {
    fc.assert(
      fc.property(reports, (report) => {
        expectHarmless(report.summary);
        if (report.text !== null) expectHarmless(report.text);
        expect(report.title.length).toBeLessThanOrEqual(140);
        expect(report.title).not.toMatch(/\n|@\w/);
      }),
      { numRuns: 100 },
    );
  });

  it("annotations stay within bounds and show what hides", () => {
    fc.assert(
      fc.property(reports, ({ annotations }) => {
        expect(annotations.length).toBeLessThanOrEqual(1000);
        for (const { title, message, line } of annotations.slice(0, 50)) {
          expect(title.length).toBeLessThanOrEqual(255);
          expect(Buffer.byteLength(message)).toBeLessThanOrEqual(60_000);
          expect(title + message).not.toMatch(/[\u202A-\u202E\u200D\p{Cs}]/u);
          expect(line).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("the comment stays within bounds and links only to the web", () => {
    const many = fc.array(fc.tuple(hostile, hostile, hostile), { maxLength: 6 });
    fc.assert(
      fc.property(many, times, (texts, count) => {
        const report = reportUnjudged(sampleContext(), "lockstep / tests", "x");
        const all = texts.map(([name, title, address]) => ({
          ...report,
          name,
          title,
          detailsUrl: `https://lockstep.example/${address}`,
        }));
        const { body } = commentOf(repeat(all, count), 7);
        expectHarmless(body);
      }),
      { numRuns: 100 },
    );
  });

  it("a table keeps its columns", () => {
    fc.assert(
      fc.property(hostile, hostile, (slug, version) => {
        const change = sampleChange({ slug, to: { ...samplePointer, version }, from: null });
        const { summary } = reportPlan(samplePlanInput({ plan: samplePlan({ changes: [change] }) }));
        const rows = summary.split("\n").filter((line) => line.startsWith("| "));
        for (const row of rows) expect(row.replace(/\\./g, "").match(/\|/g)).toHaveLength(5);
        expect(rows).toHaveLength(3);
      }),
    );
  });
});
