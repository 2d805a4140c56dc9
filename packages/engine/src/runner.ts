import { type ClaimedRun, type Failure, fromTimestamp, runEvent, toFailure } from "@lockstep/model";

import type { Ending } from "./advance/advance.ts";
import { interruptionOf } from "./advance/interruption.ts";
import { createJournalWriter } from "./journal-writer.ts";
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
  /** Lets a run that is being executed look for replies; one that is not is none of this runner's business. */
  hear(run: string): void;
}

export function createRunner(deps: RunnerDeps): Runner {
  const writer = createJournalWriter(deps.runs);
  const executions = new Map<string, RunExecution>();

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

  async function perform(execution: RunExecution, run: string): Promise<void> {
    executions.set(run, execution);
    try {
      await execution.run();
    } finally {
      if (executions.get(run) === execution) executions.delete(run);
    }
  }

  /** The run above hears of the end at once where it is executed here; elsewhere when its lease is renewed. */
  function tellAbove({ run }: ClaimedRun): void {
    if (run.parent?.isAwaited === true) executions.get(run.parent.run)?.hear();
  }

  return {
    async execute(claimed, signal) {
      const prepared = await prepare(claimed);
      if (!("to" in prepared)) {
        await perform(new RunExecution(prepared, signal), claimed.run.id);
        return tellAbove(claimed);
      }
      const { run, fencingToken } = claimed;
      const events = [runEvent(run, prepared)];
      const nothing = { attempts: [], logs: [], children: [], abandoned: [] };
      return writer.write({ run: run.id, fencingToken, state: prepared, events, ...nothing });
    },
    hear(run) {
      executions.get(run)?.hear();
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
