import {
  fromTimestamp,
  isFinal,
  type OrgStore,
  type RunState,
  runStates,
  type SmokeRun,
} from "@lockstep/model";

import { type StartRun, startSmokeRun } from "./start-smoke-run.ts";

export interface FollowDeps {
  readonly store: Pick<OrgStore, "runs" | "smoke" | "now">;
  readonly startRun: StartRun;
}

/** When a smoke run has failed that has not ended. */
const deadlineMs = 30 * 60_000;

/** Starts the pending runs of one deploy, looks how far they have come, and settles those that ended. */
export async function followSmokeRuns(
  deps: FollowDeps,
  smoke: readonly SmokeRun[],
): Promise<readonly SmokeRun[]> {
  const now = fromTimestamp(await deps.store.now());
  const followed: SmokeRun[] = [];
  for (const one of smoke)
    followed.push(one.outcome === "pending" ? await settle(deps, one, await look(deps, one, now)) : one);
  return followed;
}

/** How it stands with one: only started, still under way, or over. */
interface Standing {
  readonly run: string | null;
  readonly outcome: SmokeRun["outcome"];
  readonly because: string;
}

async function look({ store, startRun }: FollowDeps, one: SmokeRun, now: number): Promise<Standing> {
  const isLate = fromTimestamp(one.createdAt) + deadlineMs <= now;
  if (one.run === null) {
    const started = await startSmokeRun(startRun, one);
    if (started.outcome === "started") return { run: started.run, outcome: "pending", because: "" };
    const isOver = isLate || started.outcome === "failed";
    const because = `${one.pipeline} could not be started: ${started.because}`;
    return { run: null, outcome: isOver ? "failed" : "pending", because };
  }
  const { run } = one;
  const [head] = await store.runs.loadHeads([run]);
  if (head === undefined)
    return { run, outcome: "failed", because: `Run ${run} of ${one.pipeline} is gone.` };
  if (isFinal(runStates, head.state)) return judge(one, run, head.state);
  const because = `Run ${run} of ${one.pipeline} did not end within ${deadlineMs / 60_000} minutes.`;
  return isLate ? { run, outcome: "failed", because } : { run, outcome: "pending", because: "" };
}

function judge({ pipeline, expect }: SmokeRun, run: string, state: RunState): Standing {
  const isPassed = state === expect;
  const because = `Run ${run} of ${pipeline} ${state === "cancelled" ? "was cancelled" : state}`;
  return {
    run,
    outcome: isPassed ? "passed" : "failed",
    because: isPassed ? `${because}.` : `${because}, where ${expect} was expected.`,
  };
}

async function settle(
  { store }: FollowDeps,
  one: SmokeRun,
  { run, outcome, because }: Standing,
): Promise<SmokeRun> {
  if (run !== null && run !== one.run) await store.smoke.noteRun(one.deploy, one.position, run);
  if (outcome !== "pending") await store.smoke.settle(one.deploy, one.position, outcome, because);
  return { ...one, run, outcome, because: outcome === "pending" ? "" : because };
}
