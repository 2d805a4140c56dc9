import type { Gate } from "@lockstep/model";

import { open, refused } from "../verdicts.ts";

/** One person's no to this very plan is enough. */
export const rejection: Gate = {
  name: "rejection",
  judge: (plan, { approvals }) => {
    const rejected = approvals.find(
      ({ planHash, verdict }) => planHash === plan.hash && verdict === "rejected",
    );
    if (rejected === undefined) return open("rejection", "nobody rejected this plan");
    return refused("rejection", {
      because: `${rejected.actor} rejected this plan: ${rejected.reason}`,
      next: "Push another commit; a plan with another content is judged anew.",
      problems: [],
    });
  },
};
