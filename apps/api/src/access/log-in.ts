import { Failure, type LiveSession } from "@lockstep/model";

import type { ApiDeps } from "../api-deps.ts";
import { loadToken } from "./authenticate.ts";
import { createSession, linkSecretPattern } from "./session-secret.ts";
import { digestToken } from "./token-secret.ts";

/** By what somebody proves who they are; each way in is a function of {@link ways}. */
export interface Proof {
  readonly token?: string | undefined;
  readonly link?: string | undefined;
}

/** A session that was just opened; the secret is for its browser and is never seen again. */
export interface Login extends LiveSession {
  readonly secret: string;
}

type Way = (deps: ApiDeps, proof: string) => Promise<Login>;

/** All ways into the dashboard. Each ends in a session of a token: one that exists, or one made for who comes in. */
const ways: { readonly [Name in keyof Proof]-?: Way } = {
  async token(deps, secret) {
    const { id } = await loadToken(deps, secret);
    const made = createSession(deps);
    return loggedIn(await deps.store.sessions.open(made.session, id), made.secret);
  },
  async link(deps, secret) {
    const made = createSession(deps);
    const opened = linkSecretPattern.test(secret)
      ? await deps.store.sessions.openByLink(made.session, digestToken(deps.serverKey, secret))
      : null;
    return loggedIn(opened, made.secret);
  },
};

/** Opens a session. Failures: `unauthenticated`, `invalid-input` unless there is exactly one proof. */
export function logIn(deps: ApiDeps, proof: Proof): Promise<Login> {
  const given = Object.entries(ways).flatMap(([name, way]: [string, Way]) => {
    const secret = proof[name as keyof Proof];
    return secret === undefined ? [] : [() => way(deps, secret)];
  });
  const [open, ...others] = given;
  if (open !== undefined && others.length === 0) return open();
  throw new Failure("invalid-input", "Log in with either `token` or `link`.");
}

function loggedIn(opened: LiveSession | null, secret: string): Login {
  if (opened !== null) return { ...opened, secret };
  throw new Failure(
    "unauthenticated",
    "The link is unknown, was used already, or has expired. `lockstep dashboard` prints a new one.",
    { code: "LOGIN_LINK_SPENT" },
  );
}
