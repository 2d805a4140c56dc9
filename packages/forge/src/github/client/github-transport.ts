import { type Clock, Failure, systemClock, toTimestamp } from "@lockstep/model";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";

import type { GitHubForgeOptions } from "../github-options.ts";
import { createForgeHealth, type ForgeHealth } from "./forge-health.ts";
import type { RepositoryAddress } from "./repository-address.ts";
import { toForgeFailure } from "./to-forge-failure.ts";
import { watchFetch } from "./watched-fetch.ts";
import { createWritePacer, writesPerMinute } from "./write-pacer.ts";

/** Octokit's methods, one per operation of GitHub's REST API. */
export type GitHubApi = Octokit["rest"];

/** What Octokit's methods answer. */
export interface GitHubAnswer<T> {
  readonly data: T;
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
}

/** Spread into the parameters of each of Octokit's methods. */
export interface CallParameters {
  readonly headers: { readonly authorization: string };
  readonly request: { readonly signal: AbortSignal; readonly retries?: 0 };
}

interface TransportCall<T> {
  /** What it is for, to follow "GitHub does not let Lockstep": `publish a check`. */
  readonly what: string;
  /** Reads are repeated when GitHub fails. A write may have happened although it failed: its caller looks first. */
  readonly kind: "read" | "write";
  readonly authorization: string;
  readonly signal: AbortSignal;
  ask(api: GitHubApi, call: CallParameters): Promise<GitHubAnswer<T>>;
}

/** One road to GitHub's REST API, with bounds on time and rate. Throws `Failure` only. */
export interface GitHubTransport {
  readonly health: ForgeHealth;
  readonly clock: Clock;
  send<T>(call: TransportCall<T>): Promise<GitHubAnswer<T>>;
  takeRedirected(): boolean;
}

const PacedOctokit = Octokit.plugin(retry, throttling);

export function createGitHubTransport(
  options: GitHubForgeOptions,
  address: RepositoryAddress,
): GitHubTransport {
  const clock = options.clock ?? systemClock;
  const health = createForgeHealth(clock);
  const watched = watchFetch(options.fetch ?? fetch, health, options.answerWithinMs ?? 10_000);
  const octokit = new PacedOctokit(octokitOptions(options, address, { clock, fetch: watched.fetch }));
  return {
    health,
    clock,
    takeRedirected: watched.takeRedirected,
    async send(call) {
      refuseWhilePaused(health, clock, call.what);
      try {
        call.signal.throwIfAborted();
        const answer = await untilAborted(
          call.ask(octokit.rest, {
            headers: { authorization: call.authorization },
            // A number above zero would make the plugin repeat everything, also what `doNotRetry` names.
            request: call.kind === "read" ? { signal: call.signal } : { signal: call.signal, retries: 0 },
          }),
          call.signal,
        );
        refuseBrokenAnswer(answer, call.what);
        health.succeeded();
        return answer;
      } catch (thrown) {
        throw noted(thrown, call, { health, clock });
      }
    },
  };
}

function octokitOptions(
  options: GitHubForgeOptions,
  address: RepositoryAddress,
  parts: { clock: Clock; fetch: typeof fetch },
) {
  // The plugin's types ask for Bottleneck's whole group; it calls nothing but what a pacer has.
  const pacer = createWritePacer(options.writesPerMinute ?? writesPerMinute, parts.clock) as never;
  const quiet = () => {};
  return {
    baseUrl: address.apiUrl,
    userAgent: "lockstep",
    request: { fetch: parts.fetch },
    log: {
      debug: quiet,
      info: quiet,
      // Failures are thrown; the request log would write each a second time.
      error: quiet,
      warn: (message: string) => options.log?.warn({}, message.slice(0, 500)),
    },
    // 429 is missing in the plugin's own list: it would call again without waiting as long as it was told to.
    retry: {
      retries: 2,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
      retryAfterBaseValue: options.repeatAfterMs ?? 1000,
    },
    throttle: {
      // Limiters are shared by the whole process unless they have an id.
      id: `${address.apiUrl} ${options.signIn.kind === "app" ? options.signIn.appId : "token"} ${address.owner}/${address.name}`,
      write: pacer,
      notifications: pacer,
      // Waiting is the outbox's business: it survives a restart.
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
  };
}

function refuseWhilePaused(health: ForgeHealth, clock: Clock, what: string): void {
  const until = health.pausedUntil();
  if (until === null) return;
  throw new Failure(
    "forge-unreachable",
    `GitHub asked not to be called before ${toTimestamp(until)}; waiting to ${what}.`,
    {
      code: "rate-limited",
      retryAfterMs: until - clock.now(),
    },
  );
}

/** Octokit takes for a success: JSON that breaks off, a page of a proxy, a redirect that is not followed. */
function refuseBrokenAnswer(answer: GitHubAnswer<unknown>, what: string): void {
  if (answer.status >= 300)
    throw new Failure(
      "forge-refused",
      `GitHub has another address now (asked to ${what}): check the repository's address and the API's.`,
      { code: "redirect" },
    );
  const isEmptyWell = answer.data === "" && (answer.status === 202 || answer.status === 204);
  if (typeof answer.data === "string" && !isEmptyWell)
    throw new Failure(
      "forge-unreachable",
      `The answer was cut off or did not come from GitHub when it was asked to ${what}.`,
    );
}

function noted(
  thrown: unknown,
  call: TransportCall<unknown>,
  parts: { health: ForgeHealth; clock: Clock },
): unknown {
  if (call.signal.aborted) return new Failure("cancelled", `Asking GitHub to ${call.what} was cancelled.`);
  if (isNotModified(thrown)) {
    parts.health.succeeded();
    return thrown;
  }
  const failure = toForgeFailure(thrown, call.what, parts.clock);
  if (failure.code === "rate-limited" && failure.retryAfterMs !== undefined)
    parts.health.pause(failure.retryAfterMs);
  if (failure.kind === "not-found") parts.health.succeeded();
  else parts.health.failed(failure.message);
  return failure;
}

/** GitHub's answer to a conditional request about what did not change; Octokit throws it. */
export function isNotModified(thrown: unknown): boolean {
  return thrown instanceof Error && "status" in thrown && thrown.status === 304;
}

/** Requests that wait for their turn inside Octokit do not hear the signal. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new Error("aborted"));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
