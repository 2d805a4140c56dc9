import type { ForgeCheck, Revision, Timestamp } from "@lockstep/model";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import { instantOf } from "./to-pull-request.ts";

/** Checks and statuses of a commit as they were at an instant. */
export async function readForgeChecks(
  client: GitHubClient,
  wanted: { readonly revision: Revision; readonly mergedAt: Timestamp },
  signal: AbortSignal,
): Promise<readonly ForgeCheck[]> {
  const [runs, statuses] = await Promise.all([
    readCheckRuns(client, wanted.revision, signal),
    readStatuses(client, wanted.revision, signal),
  ]);
  return [
    ...runs.flatMap((run) => {
      const startedAt = instantOf(run.started_at);
      if (startedAt !== null && startedAt > wanted.mergedAt) return [];
      return [toCheck(run, wanted.mergedAt)];
    }),
    ...statuses.map(toStatusCheck).filter(({ at }) => at === null || at <= wanted.mergedAt),
  ];
}

async function readCheckRuns(client: GitHubClient, revision: Revision, signal: AbortSignal) {
  return await readPages(async (page) => {
    const { data } = await client.ask({
      what: "list checks",
      kind: "read",
      signal,
      ask: async (api, call) =>
        await api.checks.listForRef({ ...call, ...page, ref: revision, filter: "latest" }),
    });
    return data.check_runs;
  }, 10);
}

async function readStatuses(client: GitHubClient, revision: Revision, signal: AbortSignal) {
  return await readPages(async (page) => {
    const { data } = await client.ask({
      what: "list commit statuses",
      kind: "read",
      signal,
      ask: async (api, call) => await api.repos.getCombinedStatusForRef({ ...call, ...page, ref: revision }),
    });
    return data.statuses;
  }, 10);
}

function toCheck(
  run: {
    name: string;
    conclusion: string | null;
    app: { slug?: string | undefined } | null;
    completed_at: string | null;
  },
  mergedAt: Timestamp,
): ForgeCheck {
  const completedAt = instantOf(run.completed_at);
  const hasEnded = completedAt !== null && completedAt <= mergedAt;
  return {
    name: run.name,
    outcome: hasEnded ? outcomeOf(run.conclusion) : "pending",
    reporter: run.app?.slug ?? null,
    at: hasEnded ? completedAt : null,
  };
}

function outcomeOf(conclusion: string | null): ForgeCheck["outcome"] {
  if (conclusion === null) return "pending";
  return conclusion === "success" || conclusion === "neutral" || conclusion === "skipped"
    ? conclusion
    : "failure";
}

function toStatusCheck(status: { context: string; state: string; updated_at: string }): ForgeCheck {
  const isEnded = status.state !== "pending";
  return {
    name: status.context,
    outcome: isEnded ? (status.state === "success" ? "success" : "failure") : "pending",
    // The combined status, which holds the newest of each context only, does not say who wrote it.
    reporter: null,
    at: instantOf(status.updated_at),
  };
}
