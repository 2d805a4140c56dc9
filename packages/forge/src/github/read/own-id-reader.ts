import { Failure } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import type { GitHubSignIn } from "../github-options.ts";

/** Reads once who we are: the number of the App, which may be configured by its client id, or of the token's account. */
export function createOwnIdReader(
  client: GitHubClient,
  signIn: GitHubSignIn,
): (signal: AbortSignal) => Promise<number> {
  let known = signIn.kind === "app" && /^\d+$/.test(signIn.appId) ? Number(signIn.appId) : null;
  return async (signal) => {
    known ??= signIn.kind === "app" ? await readAppId(client, signal) : await readUserId(client, signal);
    return known;
  };
}

async function readAppId(client: GitHubClient, signal: AbortSignal): Promise<number> {
  const { data } = await client.askAsApp({
    what: "read the App",
    kind: "read",
    signal,
    ask: async (api, { headers, request }) => await api.apps.getAuthenticated({ headers, request }),
  });
  if (data === null)
    throw new Failure("forge-refused", "GitHub knows no App of this id: check the App's id.");
  return data.id;
}

async function readUserId(client: GitHubClient, signal: AbortSignal): Promise<number> {
  const { data } = await client.ask({
    what: "read the token's account",
    kind: "read",
    signal,
    ask: async (api, { headers, request }) => await api.users.getAuthenticated({ headers, request }),
  });
  return data.id;
}
