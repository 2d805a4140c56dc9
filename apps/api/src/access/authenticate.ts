import { Failure, type Token } from "@lockstep/model";
import type { MiddlewareHandler } from "hono";

import type { ApiDeps } from "../api-deps.ts";
import type { ApiEnv } from "../api-env.ts";
import { isLive } from "./live-token.ts";
import { digestToken } from "./token-secret.ts";

const touchEveryMs = 60_000;

/** Lets only requests with a live bearer token pass, and remembers whose it is. Failure: `unauthenticated`. */
export function authenticate(deps: ApiDeps): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set("token", await loadToken(deps, secretIn(c.req.header("Authorization"))));
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
  await touchNowAndThen(deps, token);
  return token;
}

/** One write a minute is enough to tell whether a token is still in use. */
async function touchNowAndThen({ store, clock }: ApiDeps, token: Token): Promise<void> {
  const lastUsed = token.lastUsedAt === null ? 0 : Date.parse(token.lastUsedAt);
  if (clock.now() - lastUsed >= touchEveryMs) await store.tokens.touch(token.id);
}
