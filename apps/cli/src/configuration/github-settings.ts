/** How this installation speaks with GitHub, every default filled in. */
export interface GitHubSettings {
  /** `https://HOST/owner/name`, without credentials. */
  readonly repositoryUrl: string;
  /** Without a slash at the end: `https://api.github.com`, `https://HOST/api/v3`. */
  readonly apiUrl: string;
  readonly credentials: GitHubCredentials;
  /** Newest first; empty where webhooks are not used. */
  readonly webhookSecrets: readonly string[];
  /** Whether each pull request gets the one comment that is edited in place. */
  readonly hasComment: boolean;
  /** Most writes in a minute. */
  readonly writesPerMinute: number;
}

export type GitHubCredentials =
  | { readonly kind: "app"; readonly appId: string; readonly privateKey: string }
  | { readonly kind: "token"; readonly token: string };

/** What `lockstep github setup` saves in the data directory. */
export interface SavedGitHubApp {
  readonly appId: string;
  readonly slug: string;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string | null;
  readonly apiUrl: string;
  /** Page of the App, for people. */
  readonly url: string;
}

/** Below the 80 that github.com allows. */
export const defaultWritesPerMinute = 70;

export const githubApiUrl = "https://api.github.com";
