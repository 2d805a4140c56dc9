/** What proves to GitHub who asks. */
export interface GitHubCredentials {
  /** The `authorization` header of requests about the repository. */
  authorize(signal: AbortSignal): Promise<string>;
  /** The `authorization` header of requests about the App itself; `null` for a token. */
  authorizeApp(): Promise<string | null>;
  /** The bare token, for git over HTTPS. */
  readToken(signal: AbortSignal): Promise<string>;
  /** After GitHub refused it: the next request gets a fresh one. `false` when there is no fresh one to get. */
  renew(): boolean;
}
