import type { ParentStep, RunTransition, StepAttempt } from "@lockstep/model";

import { attemptOf, newRun } from "./builders.fixture.ts";
import { entryOf, future, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export const parked: RunTransition = { to: "waiting", wakeAt: future };
export const asked = {
  kind: "person",
  prompt: "Ship?",
  assignees: ["team:ops"],
  form: { type: "object" },
} as const;

export const waiting = (run: string, more: Partial<StepAttempt> = {}): StepAttempt =>
  attemptOf(run, {
    step: "ask",
    state: "waiting",
    output: null,
    endedAt: null,
    retryAt: future,
    waitsFor: asked,
    ...more,
  });

export const parentOf = (run: string, more: Partial<ParentStep> = {}): ParentStep => ({
  run,
  step: "ask",
  item: -1,
  attempt: 1,
  isAwaited: true,
  ancestors: ["above"],
  ...more,
});

/** What the tests of runs that wait do over and over. */
export function waitingHarness(subject: SubjectOf) {
  const harness = runHarness(subject);
  const { runs, create, claimOne } = harness;

  /** A run that waits for a person, parked. */
  async function ask(queue: string, more: Partial<StepAttempt> = {}): Promise<string> {
    const { id } = await create(queue);
    await claimOne(queue);
    await runs().write([entryOf(id, 1, { attempts: [waiting(id, more)], state: parked })]);
    return id;
  }

  /** A parked run with a child that it awaits, queued. */
  async function callChild(queue: string, below = queue): Promise<{ above: string; below: string }> {
    const { id: above } = await create(queue);
    await claimOne(queue);
    const child = newRun({ queue: below, slug: "below", parent: parentOf(above) });
    const row = waiting(above, { waitsFor: { kind: "run", run: child.id } });
    await runs().write([entryOf(above, 1, { attempts: [row], children: [child], state: parked })]);
    return { above, below: child.id };
  }

  return { ...harness, ask, callChild };
}
