import type { Effects, StepType } from "@lockstep/model";
import { declarationOf } from "@lockstep/step-types";

import { findingAt } from "../text/finding.ts";
import type { PipelineCheck } from "./pipeline-check.ts";

const order: readonly Effects[] = ["none", "read", "write"];

/** SCHEMA: no step claims to do less to the world than its type always does. */
export const effectsReachFloor: PipelineCheck = ({ written: { steps } }) =>
  steps.flatMap(({ type, effects }, index) => {
    const { floor } = declarationOf(type as StepType).effects;
    if (effects === undefined || order.indexOf(effects) >= order.indexOf(floor)) return [];
    return [
      findingAt(
        "SCHEMA",
        ["steps", index, "effects"],
        `A step of type ${type} has at least the effects "${floor}", not "${effects}".`,
        `Write "${floor}"${floor === "read" ? ' or "write"' : ""}.`,
      ),
    ];
  });
