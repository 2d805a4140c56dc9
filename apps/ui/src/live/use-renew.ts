import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { topicsOfEvent } from "./topics-of-event.ts";

/** Fetches anew what a person's act on something makes old, without waiting for its event. */
export function useRenew(subject: "deploy" | "environment" | "drift" | "promotion"): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => {
    const topics = new Set<unknown>(topicsOfEvent(subject));
    return client.invalidateQueries({ predicate: ({ queryKey: [topic] }) => topics.has(topic) });
  }, [client, subject]);
}
