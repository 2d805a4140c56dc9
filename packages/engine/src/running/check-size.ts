import type { Json } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import { outputLimits } from "./output-limits.ts";

/** Fails as `execution` when a value is larger than a step or a run may give. `what` begins the message. */
export function checkSize(value: Json, what: string): void {
  if (!isLarger(value, outputLimits.characters)) return;
  throw new StepFailure(
    "execution",
    `${what} is larger than ${outputLimits.characters / 2 ** 20} MiB of JSON; write it to a file or give less.`,
  );
}

/** Measured without writing the JSON: most values are small, and this stops at the limit. */
function isLarger(value: Json, characters: number): boolean {
  let left = characters;
  const pending: Json[] = [value];
  while (pending.length > 0 && left >= 0) {
    const next = pending.pop() ?? null;
    left -= typeof next === "string" ? next.length + 3 : 5;
    if (typeof next !== "object" || next === null) continue;
    for (const [key, member] of Object.entries(next)) {
      left -= key.length + 3;
      pending.push(member);
    }
  }
  return left < 0;
}
