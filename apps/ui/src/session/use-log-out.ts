import { useNavigate } from "@tanstack/react-router";

import { logOut } from "./session.ts";

/** Ends the session, forgets what was found, and leads to the login, which forgets what was fetched. */
export function useLogOut(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    await logOut();
    localStorage.removeItem("lockstep-recent");
    await navigate({ to: "/login" });
  };
}
