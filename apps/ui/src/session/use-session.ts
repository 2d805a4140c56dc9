import { useSuspenseQuery } from "@tanstack/react-query";

import { mayAct, type Role, type Session, sessionQuery } from "./session.ts";

/** Who is logged in. Only for what is shown behind the login. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error("Nobody is logged in.");
  return data;
}

/** Whether whoever is logged in has at least this role. */
export function useMayAct(role: Role): boolean {
  return mayAct(useSession(), role);
}
