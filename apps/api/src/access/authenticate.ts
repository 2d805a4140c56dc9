import { Failure, type LiveSession, type Timestamp, type Token } from "@lockstep/model";
import type { MiddlewareHandler } from "hono";

import type { ApiDeps } from "../api-deps.ts";
import type { ApiEnv } from "../api-env.ts";
import { assertOwnPage } from "../requests/assert-own-page.ts";
import { isLive } from "./live-token.ts";
import { readSessionCookie } from "./session-cookie.ts";
import { sessionSecretPattern } from "./session-secret.ts";
import { digestToken } from "./token-secret.ts";

const touchEveryMs = 60_000;

/**
 * Lets only requests with a live bearer token or session pass, and remembers whose it is. A token wins over a cookie.
 * Failures: `unauthenticated`, and `forbidden` for a session that another page uses.
 */
export function authenticate(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const authorization = c.req.header("Authorization");
    const cookie = authorization === undefined ? readSessionCookie(c, deps.settings) : undefined;
    if (cookie === undefined) {
      c.set("token", await loadToken(deps, secretIn(authorization)));
      c.set("session", null);
    } else {
      assertOwnPage(c.req);
      const { session, token } = await loadSession(deps, cookie);
      c.set("token", token);
      c.set("session", { ...session, digest: digestToken(deps.serverKey, cookie) });
    }
    await next();
  };
}

function secretIn(authorization: string | undefined): string {
  const secret = /^Bearer (lsk_[\w-]{1,200})$/i.exec(authorization ?? "")?.[1];
  if (secret !== undefined) return secret;
  throw new Failure(
    "unauthenticated",
    "Send a token as `Authorization: Bearer lsk_…`. The first one is in `admin-token` in the data directory.",
  );
}

/** The live token of a secret. Failure: `unauthenticated`. */
export async function loadToken(deps: ApiDeps, secret: string): Promise<Token> {
  const token = await deps.store.tokens.loadByDigest(digestToken(deps.serverKey, secret));
  if (token === null || !(await isLive(deps.store, token))) {
    throw new Failure(
      "unauthenticated",
      "The token is unknown, revoked or expired. Ask an admin for a new one.",
    );
  }
  if (isDue(deps, token.lastUsedAt)) await deps.store.tokens.touch(token.id);
  return token;
}

/** The session of a secret, and its token. Failure: `unauthenticated`. */
export async function loadSession(deps: ApiDeps, secret: string): Promise<LiveSession> {
  const { sessions, tokens } = deps.store;
  const live = sessionSecretPattern.test(secret)
    ? await sessions.loadByDigest(digestToken(deps.serverKey, secret))
    : null;
  if (live === null) {
    throw new Failure("unauthenticated", "The session has ended. Log in again.", { code: "SESSION_ENDED" });
  }
  const { session, token } = live;
  if (isDue(deps, session.lastSeenAt)) await sessions.touch(session.id);
  if (isDue(deps, token.lastUsedAt)) await tokens.touch(token.id);
  return live;
}

/** One write a minute is enough to tell whether something is still in use. */
function isDue({ clock }: ApiDeps, lastUsedAt: Timestamp | null): boolean {
  return clock.now() - (lastUsedAt === null ? 0 : Date.parse(lastUsedAt)) >= touchEveryMs;
}
