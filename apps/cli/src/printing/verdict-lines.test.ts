import type { Verdict } from "@lockstep/model";
import { describe, expect, it } from "vitest";

import { verdictLines } from "./verdict-lines.ts";

const verdicts: readonly Verdict[] = [
  { gate: "validity", verdict: "open", because: "every manifest is valid" },
  { gate: "soak", verdict: "open", because: "staging does not ask for it here" },
];

describe("verdict lines", () => {
  it("leave out the gates that the environment does not ask for", () => {
    const text = JSON.stringify(verdictLines(verdicts));
    expect(text).toContain("validity");
    expect(text).not.toContain("soak");
  });
});
