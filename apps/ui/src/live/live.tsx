import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

import { onSessionLost, tellSessionLost } from "../api/api.ts";
import { openStream } from "./open-stream.ts";
import { createRenewals } from "./renewals.ts";
import type { LiveEvent, StreamMessage, StreamState } from "./stream-state.ts";

type EventListener = (event: LiveEvent) => void;

interface Live {
  readonly state: StreamState;
  subscribe(listener: EventListener): () => void;
}

const LiveContext = createContext<Live | null>(null);

/** Follows what happens while somebody is logged in, and renews what it makes old. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queryClient = useQueryClient();
  const [state, setState] = useState<StreamState>(() => ({
    state: "connecting",
    since: Date.now(),
    heardAt: null,
  }));
  const listeners = useMemo(() => new Set<EventListener>(), []);

  useEffect(() => {
    const renewals = createRenewals((due) => {
      void queryClient.invalidateQueries({ predicate: ({ queryKey: [topic] }) => due.has(String(topic)) });
    });
    const hear = (message: StreamMessage) => {
      if (message.type === "state") setState(message.state);
      if (message.type === "gap") void queryClient.invalidateQueries();
      if (message.type === "logged-out") tellSessionLost();
      if (message.type !== "event") return;
      renewals.hear(message.event.name);
      for (const listener of listeners) listener(message.event);
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
  }, [queryClient, listeners]);

  const live = useMemo<Live>(
    () => ({
      state,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    [state, listeners],
  );
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

/** How fresh what is shown is. */
export function useLiveState(): StreamState {
  return useLive().state;
}

/** Calls back for each event while the component is shown. The listener must be stable. */
export function useLiveEvents(listener: EventListener): void {
  const { subscribe } = useLive();
  useEffect(() => subscribe(listener), [subscribe, listener]);
}

function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("There is no LiveProvider around this component.");
  return live;
}
