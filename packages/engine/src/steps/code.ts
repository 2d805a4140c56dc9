import { durationMilliseconds, type Json } from "@lockstep/model";

import { outputLimits } from "../running/output-limits.ts";
import { StepFailure } from "../step-failure.ts";
import type { StepExecutor } from "./step-executor.ts";

/** A day of computing would keep a thread from everybody else. */
const longestMs = 600_000;

export const code: StepExecutor<"code"> = async (parameters, { sandbox, startedAt, signal }) => {
  const { source, input = null, memoryMb = 32, cpuTime = "1s" } = parameters;
  const outcome = await sandbox.evaluate({
    source,
    input: input as Json,
    memoryBytes: memoryMb * 2 ** 20,
    timeMs: Math.min(durationMilliseconds(cpuTime), longestMs),
    outputCharacters: outputLimits.characters,
    now: startedAt,
    signal,
  });
  if (outcome.ok) return outcome.value;
  throw new StepFailure(outcome.type, outcome.message);
};
