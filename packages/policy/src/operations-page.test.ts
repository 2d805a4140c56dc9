import { readFileSync } from "node:fs";

import { deployStates, problemCodes, runStates, stepStates, syncStates } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { decide } from "./decide.ts";
import { now, sampleChange, sampleEvidence, samplePlan } from "./testing/sample-evidence.ts";

const page = readFileSync(new URL("../../../docs/operations.md", import.meta.url), "utf8");

/** What stands under a heading of the page, up to the next one. */
function section(heading: string): string {
  const [, rest] = page.split(`\n## ${heading}\n`);
  if (rest === undefined) throw new Error(`docs/operations.md has no section "${heading}"`);
  return rest.split("\n## ")[0] ?? "";
}

const { verdicts } = decide(samplePlan({ changes: [sampleChange()] }), sampleEvidence(), now);

describe("the page for whoever is on call", () => {
  test.each(verdicts.map(({ gate }) => gate))("has a row for the gate %s", (gate) => {
    expect(section("Gates")).toMatch(new RegExp(`^\\| \`${gate}\` `, "m"));
  });

  test.each(Object.entries(problemCodes).flatMap(([code, [severity]]) => (severity === "error" ? code : [])))(
    "says the way out of %s",
    (code) => {
      expect(section("Problem codes that stop a deploy")).toContain(`\`${code}\``);
    },
  );

  test.each([
    ["States of an environment", "| ", Object.keys(syncStates)],
    ["States of a deploy", "| ", Object.keys(deployStates)],
    ["States of runs and steps", "| run  | ", Object.keys(runStates)],
    ["States of runs and steps", "| step | ", Object.keys(stepStates)],
    ["Kinds of drift", "| ", ["edited", "extra", "missing", "config", "unreachable"]],
  ])("%s: every row that begins with '%s'", (heading, start, states) => {
    const rows = section(heading).split("\n");
    const named = states.filter((state) => rows.some((row) => row.startsWith(`${start}\`${state}\` `)));
    expect(named).toEqual(states);
  });
});
