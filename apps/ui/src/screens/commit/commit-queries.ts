import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";

import { api, read } from "../../api/api.ts";

const one = api.commits[":sha"];

/** Where a commit is in one environment, or why it is not there. */
export type CommitPlace = InferResponseType<typeof one.$get>["environments"][number];

/** Where a commit is, by its revision or the first digits of it. */
export function commitQuery(sha: string) {
  return queryOptions({
    queryKey: ["deploys", "commit", sha],
    queryFn: () => read(one.$get({ param: { sha } })),
  });
}
