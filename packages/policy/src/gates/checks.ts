import type { ForgeCheck, Gate } from "@lockstep/model";

import { mergeOf } from "../merge-finding.ts";
import { notDeclared, whyNotAsked } from "../not-asked.ts";
import { nextMinute, open, waiting } from "../verdicts.ts";

const green: ReadonlySet<ForgeCheck["outcome"]> = new Set(["success", "neutral", "skipped"]);

/** The forge's checks that the policy names were green when the commit was merged. */
export const checks: Gate = {
  name: "checks",
  judge: (plan, evidence, now) => {
    const names = evidence.policy.gates.checks;
    if (names.length === 0) return open("checks", notDeclared(evidence));
    const skipped = whyNotAsked(plan, evidence);
    if (skipped !== null) return open("checks", skipped);
    const found = mergeOf("checks", { plan, evidence, now });
    if ("verdict" in found) return found;
    const reported = found.state === "none" ? [] : found.evidence.checks;
    const lacking = names.flatMap((name) => lackOf(name, reported));
    if (lacking.length === 0) return open("checks", `green: ${names.join(", ")}`);
    return waiting("checks", {
      because: `${lacking.join("; ")}.`,
      next:
        found.state === "none"
          ? "Open a pull request with the same commit, so that its checks run, and merge it."
          : "Have the checks run, or run again; they are looked at every minute.",
      opensAt: nextMinute(now),
    });
  },
};

/** Apps and repeated runs may report under one name: a red one is not hidden by a green one. */
function lackOf(name: string, reported: readonly ForgeCheck[]): readonly string[] {
  const found = reported.filter((check) => check.name === name);
  const worst =
    found.find(({ outcome }) => outcome === "failure") ?? found.find(({ outcome }) => !green.has(outcome));
  if (found.length === 0) return [`check ${name} was never reported`];
  if (worst === undefined) return [];
  return [worst.outcome === "failure" ? `check ${name} failed` : `check ${name} has not ended yet`];
}
