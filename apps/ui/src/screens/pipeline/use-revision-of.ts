import { useQuery } from "@tanstack/react-query";

import { api, read } from "../../api/api.ts";
import type { Place } from "./pipeline-queries.ts";

/** The commit that put there what is in force; `null` while it is not known. */
export function useRevisionOf({ env, slug }: Place, deploy: string): string | null {
  const { data } = useQuery({
    queryKey: ["deploys", "of-pipeline", env, slug, "newest"],
    queryFn: async () => {
      const param = { env, slug };
      const page = await read(
        api.environments[":env"].pipelines[":slug"].history.$get({ param, query: { limit: "1" } }),
      );
      return page.items[0] ?? null;
    },
  });
  return data?.deploy === deploy ? data.revision : null;
}
