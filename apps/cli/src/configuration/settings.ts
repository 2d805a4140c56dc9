import type { GitHubSettings } from "./github-settings.ts";

/** Every environment variable that a server process reads, with what it means. Printed by `lockstep up --help`. */
export const settingTable = {
  LOCKSTEP_REPO: "URL (https://…) or path of the repository; a demo repository when not set",
  LOCKSTEP_CONTROL_BRANCH: "branch that environments/ is read from; main when not set",
  LOCKSTEP_DATA: "data directory; .lockstep when not set",
  DATABASE_URL: "postgres://… ; SQLite in the data directory when not set",
  LOCKSTEP_HOST: "listen address; 127.0.0.1 when not set",
  LOCKSTEP_PORT: "listen port; 4400 when not set",
  LOCKSTEP_POLL: "poll interval, with jitter; 15s when not set",
  LOCKSTEP_PUBLIC_URL: "address under which people reach this server; from host and port when not set",
  LOCKSTEP_DEFAULT_ENV: "environment that /pipelines/{slug}/run means when the token names none",
  LOCKSTEP_GIT_TOKEN: "token for git over HTTPS; sent to the repository's own origin only",
  LOCKSTEP_GITHUB_APP_ID: "number of the GitHub App; what `lockstep github setup` saved when not set",
  LOCKSTEP_GITHUB_PRIVATE_KEY: "private key of the App: PEM text, or the path of a PEM file",
  LOCKSTEP_GITHUB_WEBHOOK_SECRET: "secret of the webhook; several with commas, newest first, while rotating",
  LOCKSTEP_GITHUB_API_URL:
    "https://api.github.com when not set; https://HOST/api/v3 for an Enterprise Server",
  LOCKSTEP_GITHUB_TOKEN: "token instead of an App: commit statuses instead of checks",
  LOCKSTEP_GITHUB_COMMENT: "on or off: one comment per pull request, edited in place; off when not set",
  LOCKSTEP_GITHUB_WRITES_PER_MINUTE:
    "most writes a minute, 10 to 100000; 70 when not set, below the 80 of github.com; more for an Enterprise Server without limits",
  LOCKSTEP_SECRET_DIR: "directory below which file: secrets are read",
  LOCKSTEP_UI: "on or off: the dashboard at the public URL; on when not set",
  LOCKSTEP_LOG: "debug, info, warn or error; info when not set",
  LOCKSTEP_TOKEN: "API token that the commands of this tool use; servers ignore it",
} as const;

/** Variables of this form resolve `env:` secrets. */
export const secretVariablePrefix = "LOCKSTEP_SECRET__";

/** What a process runs with, every default filled in. */
export interface Configuration {
  /** `null` asks for the demo repository. */
  readonly repository: string | null;
  readonly controlBranch: string;
  readonly dataDirectory: string;
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  readonly pollMs: number;
  readonly publicUrl: string;
  readonly defaultEnvironment: string | null;
  readonly gitToken: string | null;
  readonly secretDirectory: string | null;
  /** Whether the dashboard is served beside the API. */
  readonly hasDashboard: boolean;
  readonly logLevel: "debug" | "info" | "warn" | "error";
  /** Variables that start with {@link secretVariablePrefix}. */
  readonly secretVariables: ReadonlyMap<string, string>;
  /** JSON lines instead of readable ones. */
  readonly isProduction: boolean;
}

/** What a server process runs with. */
export interface ServerConfiguration extends Configuration {
  /** `null` where no forge is used. */
  readonly github: GitHubSettings | null;
}
