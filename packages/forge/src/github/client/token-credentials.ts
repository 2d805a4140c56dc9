import type { GitHubCredentials } from "./github-credentials.ts";

/** A personal access token, fine-grained or classic: nothing to refresh. */
export function createTokenCredentials(token: string): GitHubCredentials {
  return {
    authorize: async () => `token ${token}`,
    authorizeApp: async () => null,
    readToken: async () => token,
    renew: () => false,
  };
}
