import { type Gate, problem } from "@lockstep/model";

import { mergeOf } from "../merge-finding.ts";
import { notDeclared, whyNotAsked } from "../not-asked.ts";
import { open, refusedFor } from "../verdicts.ts";

/** The commit came in by a merged pull request. */
export const pullRequest: Gate = {
  name: "pull-request",
  judge: (plan, evidence, now) => {
    const { policy } = evidence;
    if (!policy.gates.pullRequest) return open("pull-request", notDeclared(evidence));
    const skipped = whyNotAsked(plan, evidence);
    if (skipped !== null) return open("pull-request", skipped);
    const found = mergeOf("pull-request", { plan, evidence, now });
    if ("verdict" in found) return found;
    if (found.state === "none")
      return refusedFor("pull-request", [pushedPast(plan.target.revision, policy.slug)]);
    const { number, mergedBy } = found.evidence.pullRequest;
    return open(
      "pull-request",
      `pull request #${number}, merged by ${mergedBy ?? "an account that is gone"}`,
    );
  },
};

function pushedPast(revision: string, environment: string) {
  return problem(
    "PULL_REQUEST_MISSING",
    `Commit ${revision} was pushed past any pull request, and ${environment} takes only merged ones.`,
    {
      fix: "Open a pull request with the same commit and merge it, or revert the commit by one.",
      facts: { revision, environment },
    },
  );
}
