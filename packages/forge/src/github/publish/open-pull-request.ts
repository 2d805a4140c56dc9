import { Failure, type NewPullRequest, type PullRequest } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import { isRefusedWith } from "../commit/git-objects.ts";
import { toListedPullRequest, toPullRequest } from "../read/to-pull-request.ts";
import { boundLine, boundMarkdown } from "./bound-text.ts";

/** GitHub refuses longer titles. */
const longestTitle = 256;
/** GitHub takes 65 536. */
const longestBody = 65_000;

/**
 * Opens a pull request. The open one of the same head and base is the answer instead, because an earlier attempt may have
 * opened it without hearing so.
 */
export async function openPullRequest(
  client: GitHubClient,
  request: NewPullRequest,
  signal: AbortSignal,
): Promise<PullRequest> {
  const open = await findOpen(client, request, signal);
  if (open !== null) return open;
  try {
    return await create(client, request, signal);
  } catch (thrown) {
    if (isRefusedWith(thrown, /no commits between/i))
      throw new Failure(
        "unprocessable",
        `${request.base} already has everything that is on ${request.head}.`,
      );
    if (!isRefusedWith(thrown, /already exists/i)) throw thrown;
    const other = await findOpen(client, request, signal);
    if (other === null) throw thrown;
    return other;
  }
}

async function findOpen(
  client: GitHubClient,
  { head, base }: NewPullRequest,
  signal: AbortSignal,
): Promise<PullRequest | null> {
  const { data } = await client.ask({
    what: "list pull requests",
    kind: "read",
    signal,
    ask: async (api, call) =>
      await api.pulls.list({ ...call, state: "open", head: `${call.owner}:${head}`, base, per_page: 30 }),
  });
  const found = data.map(toListedPullRequest);
  return found.find((one) => !one.isFork && one.head.branch === head && one.base.branch === base) ?? null;
}

async function create(
  client: GitHubClient,
  { head, base, title, body }: NewPullRequest,
  signal: AbortSignal,
): Promise<PullRequest> {
  const { data } = await client.ask({
    what: "open a pull request",
    kind: "write",
    signal,
    ask: async (api, call) =>
      await api.pulls.create({
        ...call,
        head,
        base,
        title: boundLine(title, longestTitle),
        body: boundMarkdown(body, longestBody),
      }),
  });
  return toPullRequest(data);
}
