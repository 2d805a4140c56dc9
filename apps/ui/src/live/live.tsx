import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

import { onSessionLost, tellSessionLost } from "../api/api.ts";
import { openStream } from "./open-stream.ts";
import { createRenewals } from "./renewals.ts";
import type { StreamMessage, StreamState } from "./stream-state.ts";

const LiveContext = createContext<StreamState | null>(null);

/** Follows what happens while somebody is logged in, and renews what it makes old. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<StreamState>(() => ({
    state: "connecting",
    since: Date.now(),
    heardAt: null,
  }));

  useEffect(() => {
    const renewals = createRenewals((due) => {
      void queryClient.invalidateQueries({ predicate: ({ queryKey: [topic] }) => due.has(String(topic)) });
    });
    let isFirstTime = true;
    const hear = (message: StreamMessage) => {
      if (message.type === "state") {
        setState(message.state);
        if (message.state.state === "live" && isFirstTime) {
          isFirstTime = false;
          renewOlderThan(queryClient, Date.now());
        }
      }
      if (message.type === "gap") void queryClient.invalidateQueries();
      if (message.type === "logged-out") tellSessionLost();
      if (message.type !== "event") return;
      renewals.hear(message.event.name);
    };
    const stream = openStream(hear);
    const wake = () => stream.send("wake");
    const wakeWhenSeen = () => document.visibilityState === "visible" && wake();
    const leave = () => stream.send("stop");
    const comeBack = (event: PageTransitionEvent) => event.persisted && stream.send("follow");
    stream.send("follow");
    const forget = onSessionLost(leave);
    window.addEventListener("online", wake);
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    document.addEventListener("visibilitychange", wakeWhenSeen);
    return () => {
      renewals.stop();
      forget();
      leave();
      window.removeEventListener("online", wake);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
      document.removeEventListener("visibilitychange", wakeWhenSeen);
    };
  }, [queryClient]);

  return <LiveContext.Provider value={state}>{children}</LiveContext.Provider>;
}

/** What was fetched before this page followed the stream may lack what happened in between. Who is logged in is not asked again. */
function renewOlderThan(queryClient: QueryClient, instant: number): void {
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [topic], state: { dataUpdatedAt } }) =>
      topic !== "session" && dataUpdatedAt > 0 && dataUpdatedAt < instant,
  });
}

/** How fresh what is shown is. */
export function useLiveState(): StreamState {
  const state = useContext(LiveContext);
  if (state === null) throw new Error("There is no LiveProvider around this component.");
  return state;
}
