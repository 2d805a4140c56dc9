import type { CheckReport } from "@lockstep/model";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import { boundLine } from "./bound-text.ts";

const states = { success: "success", neutral: "success", failure: "failure", timed_out: "error" } as const;

/** Without an App a check becomes a commit status: its verdict and a link. One that says the same is not repeated. */
export async function publishStatus(
  client: GitHubClient,
  report: CheckReport,
  signal: AbortSignal,
): Promise<void> {
  const state = states[report.conclusion];
  const description = boundLine(report.title, 140);
  const current = await readCurrent(client, report, signal);
  const isKnown =
    current?.state === state &&
    current.description === description &&
    current.target_url === report.detailsUrl;
  if (isKnown) return;
  await client.ask({
    what: "publish a commit status",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.repos.createCommitStatus({
        ...call,
        sha: report.headRevision,
        state,
        context: report.name,
        description,
        target_url: report.detailsUrl,
      }),
  });
}

async function readCurrent(client: GitHubClient, report: CheckReport, signal: AbortSignal) {
  const statuses = await readPages(async (page) => {
    const { data } = await client.ask({
      what: "list commit statuses",
      kind: "read",
      signal,
      ask: async (api, call) =>
        await api.repos.getCombinedStatusForRef({ ...call, ...page, ref: report.headRevision }),
    });
    return data.statuses;
  }, 10);
  return statuses.find(({ context }) => context === report.name);
}
