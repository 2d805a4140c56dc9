import { problem, type Gate } from "@lockstep/model";

import { open, refusedFor } from "../verdicts.ts";

/** A branch belongs to one environment. */
export const branch: Gate = {
  name: "branch",
  judge: (_plan, { configuration, branchOwners }) => {
    if (branchOwners.length === 0) return open("branch", "no other environment follows the branch");
    const message = `${configuration.slug} follows branch ${configuration.source.branch}, which belongs to ${branchOwners.join(", ")}.`;
    return refusedFor("branch", [
      problem("BRANCH_SHARED", message, {
        file: `environments/${configuration.slug}.json`,
        path: "/source/branch",
        fix: "Give each environment a branch of its own on the control branch.",
        facts: { owners: [...branchOwners] },
      }),
    ]);
  },
};
