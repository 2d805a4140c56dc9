import type { ForgeHealth } from "./forge-health.ts";

export interface WatchedFetch {
  readonly fetch: typeof fetch;
  /** Whether an answer came from another address since this was asked last: the repository was renamed. */
  takeRedirected(): boolean;
}

const mostRedirects = 3;

/** `fetch` with a deadline for each answer, its body included, that notes what the answers say of GitHub. */
export function watchFetch(inner: typeof fetch, health: ForgeHealth, answerWithinMs: number): WatchedFetch {
  let isRedirected = false;
  return {
    async fetch(input, init) {
      const deadline = AbortSignal.timeout(answerWithinMs);
      const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
      let url = addressOf(input);
      for (let hop = 0; ; hop += 1) {
        const response = await inner(url, { ...init, signal, redirect: "manual" });
        health.answered(response.headers);
        const next = hop < mostRedirects ? redirectOf(response, url) : null;
        if (next === null) return response;
        await response.body?.cancel();
        isRedirected = true;
        url = next;
      }
    },
    takeRedirected() {
      const was = isRedirected;
      isRedirected = false;
      return was;
    },
  };
}

/**
 * Where a renamed repository answers now. Followed here because `fetch` turns a POST that is answered with 301 into a GET.
 * `null` for everything that is no redirect, and for another host: credentials are not taken there.
 */
function redirectOf(response: Response, url: string): string | null {
  if (![301, 302, 307, 308].includes(response.status)) return null;
  const location = response.headers.get("location");
  if (location === null || !URL.canParse(location, url)) return null;
  const next = new URL(location, url);
  return next.origin === new URL(url).origin ? next.href : null;
}

function addressOf(input: string | URL | Request): string {
  if (typeof input === "string") return input;
  return input instanceof URL ? input.href : input.url;
}
