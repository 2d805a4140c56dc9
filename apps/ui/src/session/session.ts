import { queryOptions } from "@tanstack/react-query";

import { ApiFailure } from "../api/api-failure.ts";
import { read, tellSessionFound } from "../api/api.ts";

/** Who is logged in, and what they may do. */
export interface Session {
  readonly name: string;
  readonly role: Role;
  /** Environments that it reaches; `null` is all. */
  readonly environments: readonly string[] | null;
  readonly team: string | null;
  readonly expiresAt: string | null;
}

export type Role = "viewer" | "runner" | "deployer" | "approver" | "admin";

const roles: readonly Role[] = ["viewer", "runner", "deployer", "approver", "admin"];

/** Whether a session has at least this role. What it may do is decided by the server; this only hides what it would refuse. */
export function mayAct(session: Session, role: Role): boolean {
  return roles.indexOf(session.role) >= roles.indexOf(role);
}

const path = "/api/v1/session";

/** Who is logged in; `null` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    const response = await fetch(path, { credentials: "same-origin" });
    if (response.status === 401) return null;
    return readSession(response);
  },
  staleTime: 60_000,
});

/** Logs in with a one-time link's secret or with a token. Throws `ApiFailure`. */
export async function logIn(
  secret: { readonly link: string } | { readonly token: string },
): Promise<Session> {
  return readSession(
    await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(secret),
    }),
  );
}

/** Ends the session here and on the server. */
export async function logOut(): Promise<void> {
  await fetch(path, {
    method: "DELETE",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
  });
}

async function readSession(response: Response): Promise<Session> {
  if (!response.ok) {
    const document = (await response.json().catch(() => ({}))) as object;
    throw new ApiFailure(response.status, document, response.headers.get("X-Request-Id"));
  }
  const { session } = await read<{ json(): Promise<{ session: Session }> }>(Promise.resolve(response));
  tellSessionFound();
  return session;
}
