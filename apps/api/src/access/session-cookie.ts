import { fromTimestamp, type Session, type Timestamp } from "@lockstep/model";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

import type { ApiSettings } from "../api-deps.ts";

type Place = Pick<ApiSettings, "publicOrigin">;

/** The secret that a browser sends along; undefined without one. */
export function readSessionCookie(c: Context, place: Place): string | undefined {
  return getCookie(c, cookieName(place));
}

/** Gives a browser the secret of its session: not to scripts, not to other sites, and over HTTPS where there is any. */
export function writeSessionCookie(
  c: Context,
  place: Place,
  given: { readonly secret: string; readonly session: Pick<Session, "expiresAt">; readonly now: Timestamp },
): void {
  const { secret, session, now } = given;
  const maxAge = Math.max(0, Math.floor((fromTimestamp(session.expiresAt) - fromTimestamp(now)) / 1_000));
  setCookie(c, cookieName(place), secret, { ...attributes(place), maxAge });
}

/** Makes a browser forget its session. */
export function clearSessionCookie(c: Context, place: Place): void {
  deleteCookie(c, cookieName(place), attributes(place));
}

/** `__Host-` keeps other hosts of the domain from setting it; browsers take it over HTTPS only. */
function cookieName(place: Place): string {
  return isHttps(place) ? "__Host-lockstep_session" : "lockstep_session";
}

function attributes(place: Place) {
  return { httpOnly: true, sameSite: "Strict", path: "/", secure: isHttps(place) } as const;
}

function isHttps({ publicOrigin }: Place): boolean {
  return publicOrigin?.startsWith("https://") === true;
}
