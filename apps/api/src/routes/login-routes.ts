import { Hono } from "hono";
import { Type } from "typebox";

import { loadSession } from "../access/authenticate.ts";
import { logIn } from "../access/log-in.ts";
import { readSessionCookie, writeSessionCookie } from "../access/session-cookie.ts";
import { teamOfToken } from "../access/team-of-token.ts";
import type { ApiEnv } from "../api-env.ts";
import { createHookLimiter } from "../hooks/hook-limiter.ts";
import { addressOf } from "../requests/address-of.ts";
import { assertNoForeignPage } from "../requests/assert-own-page.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { presentWho, sessionView } from "../views/session-view.ts";

/** Attempts of one address. Nobody guesses 256 bits; this keeps attempts from being a load. */
const limits = { perSecond: 1, burst: 60 };

/** `POST /session`: the only route that gives out sessions, and so open to who is not known yet. */
export function loginRoutes(deps: RouteDeps) {
  const { store, settings, clock } = deps;
  const limit = createHookLimiter(limits, clock, (perSecond) => ({
    message: `An address may log in ${perSecond} times a second; try again a little later.`,
    code: "LOGIN_RATE",
  }));
  return new Hono<ApiEnv>().post("/session", loginOperation, async (c) => {
    assertNoForeignPage(c.req);
    limit(addressOf(c));
    const login = await logIn(deps, c.req.valid("json"));
    const { token, session, secret } = login;
    await endPresented(readSessionCookie(c, settings));
    writeSessionCookie(c, settings, { secret, session, now: await store.now() });
    c.header("Cache-Control", "no-store");
    const { version, publicOrigin } = settings;
    const who = { team: await teamOfToken(store, token), expiresAt: session.expiresAt };
    return c.json({ session: presentWho(token, who), installation: { version, publicOrigin } }, 200);
  });

  /** Who logs in anew leaves the session they were in. */
  async function endPresented(cookie: string | undefined): Promise<void> {
    if (cookie === undefined) return;
    const before = await loadSession(deps, cookie).catch(() => null);
    if (before === null) return;
    await store.sessions.end(before.session.id);
    deps.streams.endOfSession(before.session.id);
  }
}

const loginOperation = operation({
  tag: "Session",
  summary: "Log in with a token or a one-time link",
  description:
    "Answers with a cookie that scripts cannot read. A session may what its token may, lasts 12 hours, and ends with the token. A link is used up, also of two at once one succeeds.",
  role: null,
  repeats: "itself",
  body: Type.Object(
    {
      token: Type.Optional(Type.String({ maxLength: 300, description: "An API token, `lsk_…`." })),
      link: Type.Optional(
        Type.String({ maxLength: 300, description: "What stands behind the `#` of a login link." }),
      ),
    },
    { additionalProperties: false },
  ),
  responses: { 200: { description: "Logged in; a cookie is set.", schema: sessionView } },
});
