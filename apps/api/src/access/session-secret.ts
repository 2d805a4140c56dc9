import { randomBytes } from "node:crypto";

import type { NewLoginLink, NewSession, Session, Token } from "@lockstep/model";

import { digestToken, type TokenMakers } from "./token-secret.ts";

/** How long a session lasts, used or not. */
const sessionMs = 12 * 3_600_000;

/** How long a login link waits to be used. */
const linkMs = 10 * 60_000;

/** What a session's secret looks like; nothing else is looked up. */
export const sessionSecretPattern = /^lss_[\w-]{43}$/;

/** What a login link's secret looks like. */
export const linkSecretPattern = /^lsl_[\w-]{43}$/;

type Makers = Pick<TokenMakers, "ids" | "serverKey">;

/** A new session of 256 random bits, never one that somebody brought along, and what to store of it. */
export function createSession(makers: Makers): { readonly secret: string; readonly session: NewSession } {
  const { secret, ...made } = make(makers, "lss_");
  return { secret, session: { ...made, lifeMs: sessionMs } };
}

/**
 * A new one-time login link for a token, and what to store of it. Made within a session, what it opens ends with that:
 * whoever has a session cannot make it last.
 */
export function createLoginLink(
  makers: Makers,
  token: Pick<Token, "id">,
  within: Pick<Session, "expiresAt"> | null = null,
): { readonly secret: string; readonly link: NewLoginLink } {
  const { secret, ...made } = make(makers, "lsl_");
  return {
    secret,
    link: { ...made, token: token.id, lifeMs: linkMs, sessionEndsAt: within?.expiresAt ?? null },
  };
}

/** Path of the dashboard that uses a link up; browsers send no fragment to servers, so that no log has the secret. */
export function loginPath(secret: string): string {
  return `/login#${secret}`;
}

function make({ ids, serverKey }: Makers, prefix: string) {
  const secret = `${prefix}${randomBytes(32).toString("base64url")}`;
  return { secret, id: ids.next(), digest: digestToken(serverKey, secret) };
}
