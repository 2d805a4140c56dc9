import { problem, toTimestamp, type EnvironmentFindings } from "@lockstep/model";

import type { ControllerDeps } from "../controller-deps.ts";
import type { Subject } from "../planning/subject.ts";
import { findingsOf } from "./findings.ts";

/** How often compiling one revision may take the compiler down before it is refused. */
const tries = 3;

/** How long a refused revision rests: three kills by accident must not condemn a good commit for ever. */
const restMs = 600_000;

/**
 * Counts a compilation before it starts. A revision that took the compiler down each time is refused instead of being
 * tried for ever; the count is cleared when a compilation ends by itself.
 */
export async function refusePoison(
  { store, clock }: Pick<ControllerDeps, "store" | "clock">,
  { status, head, control }: Subject,
): Promise<EnvironmentFindings | null> {
  const attempt = await store.environments.countCompileAttempt(status.slug, head.revision);
  if (attempt <= tries) return null;
  await store.environments.clearCompileAttempts(status.slug, head.revision);
  const because = `Revision ${head.revision.slice(0, 12)} could not be compiled within the limits in ${tries} tries.`;
  return findingsOf("refused", {
    branch: head.branch,
    desiredRevision: head.revision,
    desiredControlRevision: control.revision,
    because,
    next: "Push a commit without the files that are too large or too many.",
    retryAt: toTimestamp(clock.now() + restMs),
    problems: [problem("JSON_LIMIT", because)],
  });
}
