import { type GitHubAnswer, type GitHubRequest } from "./github-exchange.ts";
import { gitHubErrors } from "./github-faults.ts";

export interface RateLimits {
  /** Requests per hour. */
  readonly perHour: number;
  /** Requests that create or change something, per minute: GitHub's secondary limit is 80. */
  readonly changesPerMinute: number;
}

const hour = 3_600_000;
const minute = 60_000;

/** Counts requests on the fake's clock and refuses those that are too many. */
export class GitHubRates {
  readonly #limits: RateLimits;
  readonly #now: () => number;
  #used = 0;
  #resetAt: number;
  #changes: number[] = [];

  constructor(limits: RateLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#resetAt = now() + hour;
  }

  /** The refusal, when there were too many. Requests that are refused count as well. */
  refuse({ method }: GitHubRequest): GitHubAnswer | null {
    const now = this.#now();
    if (now >= this.#resetAt) {
      this.#used = 0;
      this.#resetAt = now + hour;
    }
    if (this.#used >= this.#limits.perHour) return gitHubErrors.primaryLimit(this.#resetAt);
    if (method === "GET") return null;
    this.#changes = this.#changes.filter((at) => at > now - minute);
    this.#changes.push(now);
    if (this.#changes.length <= this.#limits.changesPerMinute) return null;
    const oldest = this.#changes[0] ?? now;
    return gitHubErrors.secondaryLimit(Math.max(1, Math.ceil((oldest + minute - now) / 1000)));
  }

  /** Counts one request and gives its headers. */
  count(): Record<string, string> {
    this.#used += 1;
    return this.headers();
  }

  headers(): Record<string, string> {
    return {
      "x-ratelimit-limit": String(this.#limits.perHour),
      "x-ratelimit-remaining": String(Math.max(0, this.#limits.perHour - this.#used)),
      "x-ratelimit-used": String(this.#used),
      "x-ratelimit-reset": String(Math.ceil(this.#resetAt / 1000)),
      "x-ratelimit-resource": "core",
    };
  }
}
