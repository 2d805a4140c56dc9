import { type ClaimedRun, type Failure, toFailure } from "@lockstep/model";

import { createJournalWriter, type JournalWriter } from "./journal-writer.ts";
import { eventOf } from "./running/event-of.ts";
import { RunExecution } from "./running/run-execution.ts";
import { loadPinned, prepareRun } from "./running/run-setting.ts";
import type { RunnerDeps } from "./running/runner-deps.ts";

/** Executes runs. One per process: its journal writer makes what many runs hand in durable together. */
export interface Runner {
  /**
   * Carries a claimed run on until it ends or waits, and makes that durable. Aborting with a `cancelled` failure
   * cancels the run; any other reason leaves it to the next claim. Failures: the signal's reason, `fenced`, those of
   * the store, `unprocessable` with code `NO_CAPABLE_WORKER`; after any of them the journal is as it was last written.
   */
  execute(claimed: ClaimedRun, signal: AbortSignal): Promise<void>;
}

export function createRunner(deps: RunnerDeps): Runner {
  const writer = createJournalWriter(deps.runs);
  return {
    async execute(claimed, signal) {
      try {
        const pipeline = await loadPinned(deps, claimed.run);
        const setting = await prepareRun(claimed, pipeline, { deps, writer });
        await new RunExecution(setting, signal).run();
      } catch (thrown) {
        const failure = toFailure(thrown);
        if (failure.kind !== "row-tampered") throw failure;
        await refuse(writer, claimed, failure);
      }
    },
  };
}

/** A tampered manifest does not run: the run fails, and says why. */
function refuse(writer: JournalWriter, { run, fencingToken }: ClaimedRun, failure: Failure): Promise<void> {
  const error = { type: "security", message: failure.message, details: { code: "ROW_TAMPERED" } } as const;
  const state = { to: "failed", error } as const;
  return writer.write({
    run: run.id,
    fencingToken,
    attempts: [],
    logs: [],
    state,
    events: [eventOf(run, state)],
  });
}
