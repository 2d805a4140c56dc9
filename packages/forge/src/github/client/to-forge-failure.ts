import { type Clock, Failure } from "@lockstep/model";

import { numberOf } from "./forge-health.ts";

/** The parts of Octokit's `RequestError` that decide. */
interface RefusedRequest {
  readonly status: number;
  readonly message: string;
  readonly headers: { readonly [name: string]: unknown };
}

/** GitHub's own advice where it names no time (docs, "Rate limits for the REST API"). */
const pauseWithoutAdviceMs = 60_000;
/** However far in the future a header puts it, look again after this. */
const longestPauseMs = 3_600_000;

/** What a thrown value of Octokit means. `what` follows "GitHub does not let Lockstep". */
export function toForgeFailure(thrown: unknown, what: string, clock: Clock): Failure {
  if (thrown instanceof Failure) return thrown;
  const refused = readRefusal(thrown);
  if (refused === null)
    return new Failure(
      "forge-unreachable",
      `GitHub did not answer when asked to ${what}: ${reasonOf(thrown)}`,
    );
  const pauseMs = readPause(refused, clock);
  if (pauseMs !== null)
    return new Failure("forge-unreachable", `GitHub's rate limit is reached; asked to ${what} again later.`, {
      code: "rate-limited",
      retryAfterMs: pauseMs,
    });
  if (refused.status >= 500 || refused.status === 408)
    return new Failure(
      "forge-unreachable",
      `GitHub failed (${refused.status}) when asked to ${what}.`,
      waitOf(refused),
    );
  return refusal(refused, what);
}

function refusal(refused: RefusedRequest, what: string): Failure {
  const said = boundedSentence(refused.message);
  switch (refused.status) {
    case 401:
      return new Failure(
        "forge-refused",
        `GitHub does not accept the credentials (asked to ${what}). Check the token, or the App's id, private key and this machine's clock.`,
        { code: "credentials" },
      );
    case 403: {
      const needed = refused.headers["x-accepted-github-permissions"];
      const advice =
        typeof needed === "string" && needed !== ""
          ? ` Grant ${boundedSentence(needed)} and accept it on the installation's page.`
          : " Check the permissions of the App or token with `lockstep github setup`.";
      return new Failure("forge-refused", `GitHub does not let Lockstep ${what}: ${said}.${advice}`, {
        code: "permission",
      });
    }
    case 404:
    case 410:
      return new Failure("not-found", `GitHub found nothing when asked to ${what}: ${said}.`);
    default:
      return new Failure("forge-refused", `GitHub refuses to ${what} (${refused.status}): ${said}.`, {
        code: `status-${refused.status}`,
      });
  }
}

function readRefusal(thrown: unknown): RefusedRequest | null {
  if (!(thrown instanceof Error) || !("status" in thrown) || typeof thrown.status !== "number") return null;
  // A request that got no answer is given the status 500 by Octokit, and has no response.
  if (!("response" in thrown) || typeof thrown.response !== "object" || thrown.response === null) return null;
  const { response } = thrown;
  const headers = "headers" in response && typeof response.headers === "object" ? response.headers : {};
  return { status: thrown.status, message: thrown.message, headers: { ...headers } };
}

/** Milliseconds to leave GitHub alone; `null` when the refusal is not about rates. */
function readPause(refused: RefusedRequest, clock: Clock): number | null {
  if (refused.status !== 403 && refused.status !== 429) return null;
  const after = numberOf(refused.headers["retry-after"]);
  if (after !== null) return Math.min(after * 1000, longestPauseMs);
  const reset = numberOf(refused.headers["x-ratelimit-reset"]);
  if (refused.headers["x-ratelimit-remaining"] === "0" && reset !== null)
    return Math.min(Math.max(reset * 1000 - clock.now(), 1000), longestPauseMs);
  const isLimit = refused.status === 429 || /\bsecondary rate\b|abuse detection/i.test(refused.message);
  return isLimit ? pauseWithoutAdviceMs : null;
}

function waitOf(refused: RefusedRequest): { retryAfterMs?: number } {
  const after = numberOf(refused.headers["retry-after"]);
  return after === null ? {} : { retryAfterMs: Math.min(after * 1000, longestPauseMs) };
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "no reason is known.";
  const cause = thrown.cause instanceof Error ? thrown.cause : thrown;
  if (cause.name === "TimeoutError") return "it took too long.";
  return `${boundedSentence(thrown.message)}.`;
}

/** GitHub's words, without what looks like a credential. */
function boundedSentence(text: string): string {
  return text
    .replaceAll(/\b(gh[a-z]_|github_pat_)\w+/g, "[removed]")
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "[removed]")
    .replaceAll(/\s+/g, " ")
    .slice(0, 300)
    .replace(/[.\s]+$/, "");
}
