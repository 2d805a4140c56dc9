import { Failure } from "@lockstep/model";
import { Hono } from "hono";

import { clearSessionCookie } from "../access/session-cookie.ts";
import { createLoginLink, loginPath } from "../access/session-secret.ts";
import { teamOfToken } from "../access/team-of-token.ts";
import type { ApiEnv } from "../api-env.ts";
import { createHookLimiter } from "../hooks/hook-limiter.ts";
import { operation } from "../requests/operation.ts";
import type { RouteDeps } from "../route-deps.ts";
import { loginLinkView, presentWho, sessionView } from "../views/session-view.ts";

const tag = "Session";

/** Links that one token is given. */
const limits = { perSecond: 1, burst: 30 };

/** `/session`: who is logged in, until when, and further ways in for the same person. */
export function sessionRoutes(deps: RouteDeps) {
  const { store, settings, streams, clock } = deps;
  const limit = createHookLimiter(limits, clock, (perSecond) => ({
    message: `A token is given ${perSecond} login links a second; ask again a little later.`,
    code: "LOGIN_RATE",
  }));
  return new Hono<ApiEnv>()
    .get("/session", showOperation, async (c) => {
      const { token, session } = c.var;
      c.header("Cache-Control", "no-store");
      const { version, publicOrigin } = settings;
      const who = {
        team: await teamOfToken(store, token),
        expiresAt: session === null ? token.expiresAt : session.expiresAt,
      };
      return c.json({ session: presentWho(token, who), installation: { version, publicOrigin } }, 200);
    })
    .delete("/session", endOperation, async (c) => {
      const { session } = c.var;
      if (session === null) {
        throw new Failure("not-found", "No session came with the request; a token is revoked at /tokens.");
      }
      await store.sessions.end(session.id);
      streams.endOfSession(session.id);
      clearSessionCookie(c, settings);
      return c.body(null, 204);
    })
    .post("/session/links", linkOperation, async (c) => {
      const { token, session } = c.var;
      limit(token.id);
      const { secret, link } = createLoginLink(deps, token, session);
      const expiresAt = await store.sessions.insertLink(link);
      if (expiresAt === null) throw new Failure("unauthenticated", "The token has just ended.");
      c.header("Cache-Control", "no-store");
      const origin = settings.publicOrigin ?? new URL(c.req.url).origin;
      return c.json({ secret, url: `${origin}${loginPath(secret)}`, expiresAt }, 201);
    });
}

const showOperation = operation({
  tag,
  summary: "Show who is asking",
  role: "viewer",
  responses: { 200: { description: "Whose session or token it is.", schema: sessionView } },
});

const endOperation = operation({
  tag,
  summary: "Log out and end the session's open streams",
  role: "viewer",
  repeats: "itself",
  responses: { 204: { description: "The session has ended; the cookie is cleared." } },
});

const linkOperation = operation({
  tag,
  summary: "Make a one-time login link for oneself",
  description:
    "It logs a browser in with the rights of the asking token, once, within 10 minutes. Made within a session, what it opens ends with that session's time.",
  role: "viewer",
  responses: { 201: { description: "The link.", schema: loginLinkView } },
});
