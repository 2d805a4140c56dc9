import { infiniteQueryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";
import type { ManifestQuery } from "../../diff/manifest-detail.tsx";

export type Comparison = InferResponseType<typeof api.compare.$get>;

export interface Sides {
  readonly from: string;
  readonly to: string;
}

/** How two things differ, page by page. */
export function compareQuery(sides: Sides) {
  return infiniteQueryOptions({
    queryKey: ["environments", "compare", sides],
    queryFn: ({ pageParam }) =>
      read(
        api.compare.$get({
          query: { ...sides, limit: "100", ...(pageParam === null ? {} : { cursor: pageParam }) },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** Both sides of one pipeline that differs. */
export function comparedPipelineQuery(sides: Sides, slug: string): ManifestQuery {
  return {
    queryKey: ["environments", "compare", sides, slug],
    queryFn: () => read(api.compare.pipelines[":slug"].$get({ param: { slug }, query: { ...sides } })),
  };
}
