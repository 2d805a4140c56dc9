import type { Clock } from "@lockstep/model";

/** How Lockstep proves to GitHub who it is. */
export type GitHubSignIn =
  | {
      readonly kind: "app";
      /** The App's id or client id. */
      readonly appId: string;
      /** PEM; line ends may be written as `\n`. */
      readonly privateKey: string;
    }
  | { readonly kind: "token"; readonly token: string };

export interface GitHubForgeOptions {
  /** `https://github.com/owner/name`, with or without `.git`, or the SSH form of it. */
  readonly repositoryUrl: string;
  /** Root of the REST API; `null` for that of the repository's host (`https://HOST/api/v3` unless it is github.com). */
  readonly apiUrl: string | null;
  readonly signIn: GitHubSignIn;
  /** Checks that branches should require, for {@link Forge.inspect}; without: `lockstep / validate` on the default branch. */
  readonly requiredChecks?: () => readonly RequiredCheck[];
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly log?: ForgeLog;
  /** Milliseconds that GitHub has for one answer; 10 000 unless given. */
  readonly answerWithinMs?: number;
  /** Most writes in a minute, of which almost half may come at once; 70 unless given. */
  readonly writesPerMinute?: number;
  /** Milliseconds before a failed read is repeated; 1 000 unless given. */
  readonly repeatAfterMs?: number;
}

/** A check that must be green before a pull request into the branch can be merged. */
export interface RequiredCheck {
  readonly branch: string;
  readonly name: string;
}

/** Structured log lines. */
export interface ForgeLog {
  warn(facts: object, message: string): void;
}
