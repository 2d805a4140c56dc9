import type { PullRequest } from "@lockstep/model";

import { type GitHubClient, readPages } from "../client/github-client.ts";
import { isNotModified } from "../client/github-transport.ts";
import { toListedPullRequest } from "./to-pull-request.ts";

interface KnownPage {
  readonly etag: string;
  readonly entries: readonly PullRequest[];
}

/**
 * Lists open pull requests, asking only for pages that changed: GitHub does not count an answer of 304 against the
 * allowance, so that looking every few seconds is free. Whether one can be merged is not in a list: `isMergeable` is `null`.
 */
export function createOpenPullRequestReader(
  client: GitHubClient,
): (signal: AbortSignal) => Promise<readonly PullRequest[]> {
  const known = new Map<number, KnownPage>();
  return async (signal) => {
    const { id } = await client.repository(signal);
    return await readPages(async (page) => await readPage({ client, known, id }, page, signal));
  };
}

async function readPage(
  parts: { client: GitHubClient; known: Map<number, KnownPage>; id: string },
  page: { per_page: 100; page: number },
  signal: AbortSignal,
): Promise<readonly PullRequest[]> {
  const before = parts.known.get(page.page);
  try {
    const answer = await parts.client.ask({
      what: "list pull requests",
      kind: "read",
      signal,
      ask: async (api, { headers, ...call }) =>
        await api.pulls.list({
          ...call,
          ...page,
          state: "open",
          // A page keeps its entries when newer ones are opened.
          sort: "created",
          direction: "asc",
          headers: before === undefined ? headers : { ...headers, "if-none-match": before.etag },
        }),
    });
    // Another repository took the name: reading it finds that out, and refuses.
    const isOurs = answer.data.every(({ base }) => String(base.repo.id) === parts.id);
    if (!isOurs) await parts.client.readRepository(signal);
    const entries = answer.data.map(toListedPullRequest);
    const { etag } = answer.headers;
    if (typeof etag === "string") parts.known.set(page.page, { etag, entries });
    return entries;
  } catch (thrown) {
    if (before === undefined || !isNotModified(thrown)) throw thrown;
    return before.entries;
  }
}
