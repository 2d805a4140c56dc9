import type { Gate } from "@lockstep/model";

import { isAny, open, refusedFor } from "../verdicts.ts";
import { versionCodes } from "./version-codes.ts";

/** Every manifest of the revision is valid: one broken one refuses the plan as a whole. */
export const validity: Gate = {
  name: "validity",
  judge: ({ problems }) => {
    const errors = problems.filter(({ severity, code }) => severity === "error" && !versionCodes.has(code));
    return isAny(errors) ? refusedFor("validity", errors) : open("validity", "every manifest is valid");
  },
};
