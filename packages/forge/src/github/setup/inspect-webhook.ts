import { Failure, type SetupFinding } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import { instantOf } from "../read/to-pull-request.ts";

/** Where the App sends its events, and whether the last one arrived. */
export async function inspectWebhook(client: GitHubClient, signal: AbortSignal): Promise<SetupFinding> {
  try {
    const url = await readUrl(client, signal);
    if (url === null)
      return {
        subject: "webhook",
        state: "missing",
        because: "The App sends its events nowhere: changes are seen when the next poll sees them.",
        next: "Enter the server's address, followed by /api/v1/hooks/github, and a secret in the App's webhook settings.",
      };
    return await deliveryFinding(client, url, signal);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind === "cancelled") throw thrown;
    return { subject: "webhook", state: "unknown", because: thrown.message, next: "Try again later." };
  }
}

async function readUrl(client: GitHubClient, signal: AbortSignal): Promise<string | null> {
  const { data } = await client.askAsApp({
    what: "read the App's webhook settings",
    kind: "read",
    signal,
    ask: async (api, { headers, request }) => await api.apps.getWebhookConfigForApp({ headers, request }),
  });
  return data.url === undefined || data.url === "" ? null : data.url;
}

async function deliveryFinding(
  client: GitHubClient,
  url: string,
  signal: AbortSignal,
): Promise<SetupFinding> {
  const { data } = await client.askAsApp({
    what: "list webhook deliveries",
    kind: "read",
    signal,
    ask: async (api, { headers, request }) =>
      await api.apps.listWebhookDeliveries({ headers, request, per_page: 1 }),
  });
  const last = data[0];
  if (last === undefined)
    return {
      subject: "webhook",
      state: "unknown",
      because: `Events go to ${url}; none was sent yet.`,
      next: "Push a commit, then look again.",
    };
  const isReceived = last.status_code >= 200 && last.status_code < 300;
  return {
    subject: "webhook",
    state: isReceived ? "ok" : "missing",
    because: `Events go to ${url}; the last one (${last.event}, ${instantOf(last.delivered_at) ?? "at an unknown time"}) ${
      isReceived ? "arrived" : `failed: ${last.status.slice(0, 100)} (${last.status_code})`
    }.`,
    next: isReceived
      ? null
      : "Check that GitHub can reach this address, and that the secret is the same on both sides.",
  };
}
