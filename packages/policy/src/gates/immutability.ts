import type { Gate } from "@lockstep/model";

import { isAny, open, refusedFor } from "../verdicts.ts";
import { versionCodes } from "./version-codes.ts";

/** No released version changes its behaviour, and versions grow with what changed. */
export const immutability: Gate = {
  name: "immutability",
  judge: ({ problems }) => {
    const errors = problems.filter(({ severity, code }) => severity === "error" && versionCodes.has(code));
    return isAny(errors)
      ? refusedFor("immutability", errors)
      : open("immutability", "no released version changes and every version grows enough");
  },
};
