import { type Change, type Evidence, type Gate, type Plan, problem, type Problem } from "@lockstep/model";

import { notDeclared, whyNotAsked } from "../not-asked.ts";
import { isAny, nextMinute, open, refusedFor, waiting } from "../verdicts.ts";

/** The tests that manifests bring along pass before they are applied. Smoke runs come after, and are no gate. */
export const verification: Gate = {
  name: "verification",
  judge: (plan, evidence, now) => {
    if (evidence.policy.gates.verification?.tests !== "require")
      return open("verification", notDeclared(evidence));
    const skipped = whyNotAsked(plan, evidence);
    if (skipped !== null) return open("verification", skipped);
    const brought = broughtManifests(plan);
    const tested = new Map((evidence.tests ?? []).map((one) => [one.manifest, one]));
    const failures = brought.flatMap((change) => failureOf(change, tested));
    if (isAny(failures)) return refusedFor("verification", failures);
    const untested = brought.filter(({ to }) => to !== null && !tested.has(to.manifest));
    if (untested.length === 0) return open("verification", praise(brought, tested));
    return waiting("verification", {
      because: `The tests of ${namesOf(untested)} have not run yet.`,
      next: "Nothing; they are run, and looked at again every minute.",
      opensAt: nextMinute(now),
    });
  },
};

type Tested = ReadonlyMap<string, NonNullable<Evidence["tests"]>[number]>;

function broughtManifests({ changes }: Plan): readonly Change[] {
  return changes.filter(({ from, to }) => to !== null && to.manifest !== from?.manifest);
}

function failureOf({ slug, to }: Change, tested: Tested): readonly Problem[] {
  const found = tested.get(to?.manifest ?? "");
  if (to === null || found === undefined || found.failed === 0) return [];
  const why = found.because === "" ? "" : `: ${found.because.replace(/\.$/, "")}`;
  return [
    problem("TEST_FAILED", `${found.failed} of ${found.total} tests of ${slug} ${to.version} failed${why}.`, {
      file: to.path,
      path: "/tests",
      fix: "Push a commit that mends the pipeline or its test; `lockstep test` runs them before.",
      facts: { pipeline: slug, manifest: to.manifest, total: found.total, failed: found.failed },
    }),
  ];
}

function praise(brought: readonly Change[], tested: Tested): string {
  const total = brought.reduce((sum, { to }) => sum + (tested.get(to?.manifest ?? "")?.total ?? 0), 0);
  return total === 0 ? "what it brings has no tests" : `all ${total} tests of what it brings pass`;
}

function namesOf(changes: readonly Change[]): string {
  const names = changes.slice(0, 5).map(({ slug }) => slug);
  return changes.length > 5 ? `${names.join(", ")} and ${changes.length - 5} more` : names.join(", ");
}
