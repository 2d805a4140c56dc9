import type { DeployState } from "@lockstep/model";
import { expect, test } from "vitest";

import { deploymentStates } from "./deployment-states.ts";

test.each<[DeployState, boolean, string]>([
  ["planned", false, "queued"],
  ["waiting", false, "queued"],
  ["applied", false, "queued in_progress success"],
  ["applied", true, "queued in_progress success inactive"],
  ["refused", true, "queued failure"],
  ["rejected", false, "queued failure"],
  ["superseded", false, "queued inactive"],
])("a deploy that is %s (replaced: %s) was %s", (state, isReplaced, states) => {
  expect(deploymentStates({ state }, isReplaced).join(" ")).toBe(states);
});
