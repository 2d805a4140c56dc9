import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

const topics: ReadonlySet<unknown> = new Set([
  "approvals",
  "audit",
  "deploys",
  "environments",
  "overview",
  "promotions",
]);

/** Fetches anew what a person's act on an environment or a deploy makes old, without waiting for its event. */
export function useRenew(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    () => client.invalidateQueries({ predicate: ({ queryKey: [topic] }) => topics.has(topic) }),
    [client],
  );
}
