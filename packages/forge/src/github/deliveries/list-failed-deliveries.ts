import { type FailedDelivery, fromTimestamp, type Timestamp, toTimestamp } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";

interface Attempt {
  readonly id: string;
  /** The same for all attempts of one delivery. */
  readonly delivery: string;
  readonly event: string;
  readonly at: number;
  readonly isReceived: boolean;
  readonly repository: string | null;
}

/** 100 attempts each: what GitHub keeps of three days of a busy repository. */
const mostPages = 100;

/** Deliveries of this repository, or of none, that never arrived; newest first. */
export async function listFailedDeliveries(
  client: GitHubClient,
  since: Timestamp,
  signal: AbortSignal,
): Promise<readonly FailedDelivery[]> {
  const { id } = await client.repository(signal);
  const attempts = await readAttempts(client, fromTimestamp(since), signal);
  const received = new Set(attempts.filter(({ isReceived }) => isReceived).map(({ delivery }) => delivery));
  const failed = new Map<string, FailedDelivery>();
  for (const attempt of attempts) {
    const isForeign = attempt.repository !== null && attempt.repository !== id;
    // The newest attempt of each comes first.
    if (isForeign || received.has(attempt.delivery) || failed.has(attempt.delivery)) continue;
    failed.set(attempt.delivery, { id: attempt.id, event: attempt.event, at: toTimestamp(attempt.at) });
  }
  return [...failed.values()];
}

async function readAttempts(
  client: GitHubClient,
  since: number,
  signal: AbortSignal,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const read = await readPage(client, cursor, signal);
    attempts.push(...read.attempts.filter(({ at }) => at >= since));
    cursor = read.next;
    if (cursor === null || read.attempts.some(({ at }) => at < since)) break;
  }
  return attempts;
}

async function readPage(
  client: GitHubClient,
  cursor: string | null,
  signal: AbortSignal,
): Promise<{ attempts: readonly Attempt[]; next: string | null }> {
  const { data, headers } = await client.askAsApp({
    what: "list webhook deliveries",
    kind: "read",
    signal,
    ask: async (api, { headers, request }) =>
      await api.apps.listWebhookDeliveries({
        headers,
        request,
        per_page: 100,
        ...(cursor === null ? {} : { cursor }),
      }),
  });
  const attempts = data.map((attempt) => ({
    // Ids have outgrown what a number holds; Octokit gives those as BigInt.
    id: String(attempt.id),
    delivery: attempt.guid,
    event: attempt.event,
    at: Date.parse(attempt.delivered_at),
    isReceived: attempt.status_code >= 200 && attempt.status_code < 300,
    repository: attempt.repository_id === null ? null : String(attempt.repository_id),
  }));
  return { attempts, next: nextCursor(headers["link"]) };
}

function nextCursor(link: unknown): string | null {
  if (typeof link !== "string") return null;
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link)?.[1];
  return next !== undefined && URL.canParse(next) ? new URL(next).searchParams.get("cursor") : null;
}

/** Asks GitHub to send a delivery once more. */
export async function redeliver(client: GitHubClient, id: string, signal: AbortSignal): Promise<void> {
  await client.askAsApp({
    what: "send a webhook delivery again",
    kind: "write",
    signal,
    ask: async (api, { headers, request }) =>
      await api.apps.redeliverWebhookDelivery({
        headers,
        request,
        // Digits that a number may not hold; they only become part of the address.
        delivery_id: id as unknown as number,
      }),
  });
}
