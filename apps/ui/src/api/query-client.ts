import { QueryClient } from "@tanstack/react-query";

import { mayRetry } from "./api-failure.ts";

/**
 * Everything that was fetched. The first part of each key is its topic (`environments`, `pipelines`, `deploys`, `runs`,
 * `drift`, `approvals`, `promotions`, `audit`, `overview`, `system`, `access`, `session`); events of the server renew
 * topics. What is to be renewed otherwise, or never, has a topic that no event names.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 300_000,
      retry: (count, error) => count < 3 && mayRetry(error),
      retryDelay: (count) => Math.min(500 * 2 ** count, 8_000),
      refetchOnWindowFocus: false,
    },
  },
});
