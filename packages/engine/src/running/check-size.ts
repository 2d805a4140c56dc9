import type { Json } from "@lockstep/model";

import { StepFailure } from "../step-failure.ts";
import { outputLimits } from "./output-limits.ts";

/** Fails as `execution` when a value is larger or deeper than a step or a run may give. `what` begins the message. */
export function checkSize(value: Json, what: string): void {
  const excess = excessOf(value);
  if (excess !== null) throw new StepFailure("execution", `${what} is ${excess}`);
}

/** Measured level by level, without writing the JSON: most values are small, and this stops at the limits. */
function excessOf(value: Json): string | null {
  const { characters, levels } = outputLimits;
  let left = characters;
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const below: Json[] = [];
    for (const next of level) {
      left -= typeof next === "string" ? next.length + 3 : 5;
      if (typeof next !== "object" || next === null) continue;
      if (depth === levels) return `nested deeper than ${levels} levels; give it as a text or a flat list.`;
      for (const [key, member] of Object.entries(next)) {
        left -= key.length + 3;
        below.push(member);
      }
      if (left < 0) break;
    }
    if (left < 0) return `larger than ${characters / 2 ** 20} MiB of JSON; write it to a file or give less.`;
    level = below;
  }
  return null;
}
