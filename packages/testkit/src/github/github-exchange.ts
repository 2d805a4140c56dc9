import type { FakeRepository, FakeToken, GitHubWorld, Json } from "./github-state.ts";

/** A REST request, whichever way it came. */
export interface GitHubRequest {
  readonly method: string;
  /** Below the base URL, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; `undefined` when there was no body. */
  readonly body: unknown;
}

/** What is answered; `"cut"` ends the connection without an answer. */
export type GitHubAnswer =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: unknown }
  | "cut";

/** Who asks. */
export type GitHubCaller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "app" }
  | (FakeToken & { readonly token: string });

/** What a route gets. */
export interface GitHubCall {
  readonly world: GitHubWorld;
  readonly caller: GitHubCaller;
  /** Login of the caller; the app's bot for installations. */
  readonly login: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** The repository that the path names. */
  readonly repository: FakeRepository;
}

/** What a route gives: a body with its status, or a list that is paged on the way out. */
export type GitHubReply =
  | { readonly status: number; readonly body: unknown }
  | { readonly list: readonly unknown[]; readonly under?: string };

export interface GitHubRoute {
  /** Id of the operation with a dot, such as `checks.create`. */
  readonly operation: string;
  /** What an installation needs, such as `checks:write`; without one it is free for every caller. */
  readonly permission?: string;
  readonly by?: "app" | "anyone";
  readonly answer: (call: GitHubCall) => Promise<GitHubReply> | GitHubReply;
}

/** An error of GitHub's REST interface. */
export class GitHubProblem extends Error {
  override readonly name = "GitHubProblem";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export const notFound = (): GitHubProblem => new GitHubProblem(404, "Not Found");

export const ok = (body: unknown): GitHubReply => ({ status: 200, body });

export const created = (body: unknown): GitHubReply => ({ status: 201, body });

/** A field of a body that the schema knows as text. */
export function textOf(value: unknown, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}
