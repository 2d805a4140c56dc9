import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { logOut, sessionQuery } from "./session.ts";

/** Ends the session, forgets what was fetched and what was found, and leads to the login. */
export function useLogOut(): () => Promise<void> {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return async () => {
    await logOut();
    localStorage.removeItem("lockstep-recent");
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, null);
    await navigate({ to: "/login" });
  };
}
