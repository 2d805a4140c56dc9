import type { CheckReport } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import { annotationsPerRequest } from "./check-run-output.ts";
import { type CheckRun, closeCheckRun, createCheckRun, extendCheckRun, listCheckRuns } from "./check-runs.ts";

/**
 * One run per external id. A process that stopped in the middle left a run that tells how many annotations it has:
 * GitHub only ever adds them, so the next process goes on behind those.
 */
export async function publishCheck(
  client: GitHubClient,
  wanted: { readonly report: CheckReport; readonly appId: number },
  signal: AbortSignal,
): Promise<void> {
  const { report } = wanted;
  const runs = await listCheckRuns(client, wanted, signal);
  const known = oldestOf(runs.filter(({ external_id }) => external_id === report.externalId));
  for (const run of runs) {
    const isOlder = known === null || run.id < known.id;
    if (isOlder && run.status !== "completed") await closeCheckRun(client, run.id, signal);
  }
  if (known?.status === "completed") return;
  await complete(client, { report, known }, signal);
}

async function complete(
  client: GitHubClient,
  begun: { readonly report: CheckReport; readonly known: CheckRun | null },
  signal: AbortSignal,
): Promise<void> {
  const { report, known } = begun;
  const run = known ?? (await createCheckRun(client, report, signal));
  if (run.status === "completed") return;
  const total = report.annotations.length;
  let from = known === null ? annotationsPerRequest : run.output.annotations_count;
  do {
    await extendCheckRun(client, { id: run.id, report, from }, signal);
    from += annotationsPerRequest;
  } while (from < total);
}

/** Were there ever two of one id, every process picks the same. */
function oldestOf(runs: readonly CheckRun[]): CheckRun | null {
  return runs.reduce<CheckRun | null>(
    (oldest, run) => (oldest === null || run.id < oldest.id ? run : oldest),
    null,
  );
}
