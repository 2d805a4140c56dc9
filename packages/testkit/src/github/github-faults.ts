import type { GitHubAnswer, GitHubRequest } from "./github-exchange.ts";

/** What goes wrong with requests that match. Without `times` it goes on until it is removed. */
export interface GitHubFault {
  /** Id of an operation with a dot (`checks.create`), or part of a path. */
  readonly on?: string | RegExp;
  readonly method?: string;
  readonly times?: number;
  /** How many matching requests go well first. */
  readonly after?: number;
  readonly delayMs?: number;
  /** What is answered; `"cut"` ends the connection; without one it is only slow. */
  readonly answer?: GitHubAnswer;
  /** The request has its effect all the same: only its answer is lost. */
  readonly afterEffect?: boolean;
}

const fault = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GitHubAnswer => ({
  status,
  headers,
  body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
});

/** The errors that GitHub is known for. */
export const gitHubErrors = {
  secondaryLimit: (seconds: number): GitHubAnswer =>
    fault(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.", {
      "retry-after": String(seconds),
    }),
  /** `resetAt` in milliseconds since the epoch. */
  primaryLimit: (resetAt: number): GitHubAnswer =>
    fault(403, "API rate limit exceeded for installation.", {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.ceil(resetAt / 1000)),
    }),
  forbidden: (): GitHubAnswer => fault(403, "Resource not accessible by integration"),
  badCredentials: (): GitHubAnswer => fault(401, "Bad credentials"),
  notFound: (): GitHubAnswer => fault(404, "Not Found"),
  serverError: (): GitHubAnswer => fault(500, "Server Error"),
  badGateway: (): GitHubAnswer => fault(502, "Server Error"),
} as const;

interface ActiveFault {
  readonly fault: GitHubFault;
  skipped: number;
  used: number;
}

/** The faults that are switched on. */
export class GitHubFaults {
  readonly #active = new Set<ActiveFault>();

  /** Gives what switches it off again. */
  add(fault: GitHubFault): () => void {
    const active = { fault, skipped: 0, used: 0 };
    this.#active.add(active);
    return () => this.#active.delete(active);
  }

  clear(): void {
    this.#active.clear();
  }

  /** The fault that this request meets; counts it. */
  take(request: GitHubRequest, operation: string): GitHubFault | null {
    for (const active of this.#active) {
      if (!matches(active.fault, request, operation)) continue;
      if (active.skipped < (active.fault.after ?? 0)) {
        active.skipped += 1;
        continue;
      }
      active.used += 1;
      if (active.used >= (active.fault.times ?? Infinity)) this.#active.delete(active);
      return active.fault;
    }
    return null;
  }
}

function matches({ on, method }: GitHubFault, request: GitHubRequest, operation: string): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (on === undefined) return true;
  return typeof on === "string" ? operation === on || request.path.includes(on) : on.test(request.path);
}
