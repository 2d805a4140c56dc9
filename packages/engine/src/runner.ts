import { type ClaimedRun, type Failure, fromTimestamp, toFailure } from "@lockstep/model";

import type { Ending } from "./advance/advance.ts";
import { interruptionOf } from "./advance/interruption.ts";
import { createJournalWriter } from "./journal-writer.ts";
import { eventOf } from "./running/event-of.ts";
import { giveBack } from "./running/give-back.ts";
import { RunExecution } from "./running/run-execution.ts";
import { loadPinned, prepareRun, type RunSetting } from "./running/run-setting.ts";
import type { RunnerDeps } from "./running/runner-deps.ts";

/** Executes runs. One per process: its journal writer makes what many runs hand in durable together. */
export interface Runner {
  /**
   * Carries a claimed run on until it ends or waits, and makes that durable. Aborting with a `cancelled` failure
   * cancels the run; any other reason leaves it to the next claim. Failures: the signal's reason, `fenced`, those of
   * the store; after any of them the journal is as it was last written. `unprocessable` with code `NO_CAPABLE_WORKER`
   * says that this build does not know a step type: the run was given back and waits for another worker.
   */
  execute(claimed: ClaimedRun, signal: AbortSignal): Promise<void>;
}

export function createRunner(deps: RunnerDeps): Runner {
  const writer = createJournalWriter(deps.runs);

  async function prepare(claimed: ClaimedRun): Promise<RunSetting | Ending> {
    try {
      return await prepareRun(claimed, await loadPinned(deps, claimed.run), { deps, writer });
    } catch (thrown) {
      const failure = toFailure(thrown);
      const now = deps.clock.now();
      const ending = endingWithout(failure, claimed, now);
      if (ending !== null) return ending;
      if (failure.code === "NO_CAPABLE_WORKER") await writer.write(giveBack(claimed, failure, now));
      throw failure;
    }
  }

  return {
    async execute(claimed, signal) {
      const prepared = await prepare(claimed);
      if (!("to" in prepared)) return new RunExecution(prepared, signal).run();
      const { run, fencingToken } = claimed;
      const events = [eventOf(run, prepared)];
      return writer.write({ run: run.id, fencingToken, attempts: [], logs: [], state: prepared, events });
    },
  };
}

/** How a run ends that cannot even begin: a tampered manifest does not run, and nothing outlives its deadline. */
function endingWithout(failure: Failure, { run }: ClaimedRun, now: number): Ending | null {
  if (failure.kind === "row-tampered") {
    const details = { code: "ROW_TAMPERED" };
    return { to: "failed", error: { type: "security", message: failure.message, details } };
  }
  return interruptionOf(
    { deadlineAt: fromTimestamp(run.deadlineAt), cancelRequested: run.cancelRequested },
    now,
  );
}
