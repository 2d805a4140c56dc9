import { type CheckReport, toTimestamp } from "@lockstep/model";
import type { RestEndpointMethodTypes } from "@octokit/rest";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import { annotationsPerRequest, toCheckRunEnd, toCheckRunOutput } from "./check-run-output.ts";

export type CheckRun = RestEndpointMethodTypes["checks"]["get"]["response"]["data"];

/** Our runs of one name on one commit, newest first, also those that a newer one hides. */
export async function listCheckRuns(
  client: GitHubClient,
  wanted: { readonly report: CheckReport; readonly appId: number },
  signal: AbortSignal,
): Promise<readonly CheckRun[]> {
  const { report, appId } = wanted;
  return await readPages(async (page) => {
    const { data } = await client.ask({
      what: "list checks",
      kind: "read",
      signal,
      ask: async (api, call) =>
        await api.checks.listForRef({
          ...call,
          ...page,
          ref: report.headRevision,
          check_name: report.name,
          filter: "all",
          app_id: appId,
        }),
    });
    return data.check_runs;
  });
}

/** Makes a run with the first annotations; one that has no more of them is complete at once. */
export async function createCheckRun(
  client: GitHubClient,
  report: CheckReport,
  signal: AbortSignal,
): Promise<CheckRun> {
  const isWhole = report.annotations.length <= annotationsPerRequest;
  const { data } = await client.ask({
    what: "publish a check",
    kind: "write",
    signal,
    ask: async (api, call) => {
      const common = {
        ...call,
        name: report.name,
        head_sha: report.headRevision,
        external_id: report.externalId,
        details_url: report.detailsUrl,
        started_at: report.startedAt,
        output: toCheckRunOutput(report, 0),
      };
      return isWhole
        ? await api.checks.create({ ...common, ...toCheckRunEnd(report) })
        : await api.checks.create({ ...common, status: "in_progress" });
    },
  });
  return data;
}

/** Adds the next annotations; the last of them end the run. */
export async function extendCheckRun(
  client: GitHubClient,
  step: { readonly id: number; readonly report: CheckReport; readonly from: number },
  signal: AbortSignal,
): Promise<void> {
  const { id, report, from } = step;
  const isLast = from + annotationsPerRequest >= report.annotations.length;
  await client.ask({
    what: "publish a check",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.checks.update({
        ...call,
        check_run_id: id,
        output: toCheckRunOutput(report, from),
        ...(isLast ? toCheckRunEnd(report) : {}),
      }),
  });
}

/** Ends a run that nobody will go on with. */
export async function closeCheckRun(client: GitHubClient, id: number, signal: AbortSignal): Promise<void> {
  await client.ask({
    what: "close an older check",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.checks.update({
        ...call,
        check_run_id: id,
        status: "completed",
        conclusion: "timed_out",
        completed_at: toTimestamp(client.transport.clock.now()),
      }),
  });
}
