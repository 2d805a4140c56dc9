import type { JournalEntry, Run } from "@lockstep/model";

import { newRun } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export const past = "2000-01-01T00:00:00.000Z";
export const future = "2999-01-01T00:00:00.000Z";

/** What the tests of runs do over and over. */
export function runHarness(subject: SubjectOf) {
  const runs = () => subject().store.runs;
  const claim = (queue: string, more: { holder?: string; limit?: number } = {}) =>
    runs().claim({ holder: "one", limit: 10, leaseMs: 60_000, queues: [queue], ...more });
  return {
    runs,
    claim,
    create: async (queue: string, more: Parameters<typeof newRun>[0] = {}): Promise<Run> =>
      (await runs().create(newRun({ queue, ...more }))).run,
    claimOne: async (queue: string, holder = "one") => {
      const [claimed] = await claim(queue, { holder, limit: 1 });
      if (claimed === undefined) throw new Error("nothing to claim");
      return claimed;
    },
    /** Makes a lease or a wake-up due now. */
    endLease: async (id: string): Promise<void> => {
      await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${id}'`);
    },
  };
}

export function entryOf(run: string, fencingToken: number, more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    run,
    fencingToken,
    attempts: [],
    logs: [],
    state: null,
    events: [],
    children: [],
    abandoned: [],
    ...more,
  };
}
