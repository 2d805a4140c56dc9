import type { DeploymentReport } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import {
  addState,
  createDeployment,
  type KnownDeployment,
  listDeployments,
  listStates,
} from "./deployments.ts";
import { missingStates } from "./missing-states.ts";

/** One deployment per environment and commit, with every state in order; what it took the place of becomes inactive. */
export async function publishDeployment(
  client: GitHubClient,
  report: DeploymentReport,
  signal: AbortSignal,
): Promise<void> {
  const { environment, revision } = report;
  const found = await listDeployments(client, { environment, sha: revision }, signal);
  const deployment = found.at(-1) ?? (await createDeployment(client, report, signal));
  const known = await listStates(client, deployment.id, signal);
  for (const state of missingStates(report, known)) {
    await addState(client, { id: deployment.id, report, state }, signal);
  }
  if (report.states.at(-1) === "success") await endSuperseded(client, { report, deployment }, signal);
}

/** Those that were active before this deployment became so. */
async function endSuperseded(
  client: GitHubClient,
  successor: { readonly report: DeploymentReport; readonly deployment: KnownDeployment },
  signal: AbortSignal,
): Promise<void> {
  const { report, deployment } = successor;
  const own = (await listStates(client, deployment.id, signal)).at(-1);
  if (own?.state !== "success") return;
  const all = await listDeployments(client, { environment: report.environment }, signal);
  const others = await Promise.all(
    all
      .filter(({ id }) => id !== deployment.id)
      .map(async ({ id }) => ({ id, newest: (await listStates(client, id, signal)).at(-1) })),
  );
  for (const { id, newest } of others) {
    if (newest?.state !== "success" || newest.id > own.id) continue;
    await addState(client, { id, report, state: "inactive" }, signal);
  }
}
