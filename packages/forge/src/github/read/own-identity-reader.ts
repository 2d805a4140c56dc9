import { Failure } from "@lockstep/model";

import type { GitHubClient } from "../client/github-client.ts";
import type { GitHubSignIn } from "../github-options.ts";

/** Who we are on GitHub. */
export interface OwnIdentity {
  /** The App's number, or that of the token's account. */
  readonly id: number;
  /** Login of the account that our comments carry. */
  readonly login: string;
}

/** Reads once who we are: an App may be configured by its client id, and a token does not say whose it is. */
export function createOwnIdentityReader(
  client: GitHubClient,
  signIn: GitHubSignIn,
): (signal: AbortSignal) => Promise<OwnIdentity> {
  let known: OwnIdentity | null = null;
  return async (signal) => {
    known ??= signIn.kind === "app" ? await readApp(client, signal) : await readUser(client, signal);
    return known;
  };
}

async function readApp(client: GitHubClient, signal: AbortSignal): Promise<OwnIdentity> {
  const { data } = await client.askAsApp({
    what: "read the App",
    kind: "read",
    signal,
    ask: async (api, { headers, request }) => await api.apps.getAuthenticated({ headers, request }),
  });
  if (data === null)
    throw new Failure("forge-refused", "GitHub knows no App of this id: check the App's id.");
  // Nobody can register a login that ends so.
  return { id: data.id, login: `${data.slug ?? ""}[bot]` };
}

async function readUser(client: GitHubClient, signal: AbortSignal): Promise<OwnIdentity> {
  const { data } = await client.ask({
    what: "read the token's account",
    kind: "read",
    signal,
    ask: async (api, { headers, request }) => await api.users.getAuthenticated({ headers, request }),
  });
  return { id: data.id, login: data.login };
}
