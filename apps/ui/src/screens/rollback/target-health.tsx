import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, read } from "../../api/api.ts";

function countsQuery(env: string, deploy: string) {
  return queryOptions({
    queryKey: ["runs", "counts", env, deploy],
    queryFn: () => read(api.runs.counts.$get({ query: { environment: env, deploy } })),
  });
}

/** How the runs of what a deploy brought ended, while it was in force. */
export function TargetHealth({ env, deploy }: { readonly env: string; readonly deploy: string }) {
  const { data, error } = useQuery(countsQuery(env, deploy));
  if (data === undefined) return <>{error === null ? "…" : "cannot be read now"}</>;
  const { completed, failed } = data.states;
  const ended = completed + failed;
  if (ended === 0) return <>nothing that it changed has run</>;
  const share = Math.round((failed / ended) * 1_000) / 10;
  return (
    <>
      {failed} of {ended} runs of what it changed failed ({share} %)
    </>
  );
}
