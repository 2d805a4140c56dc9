import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

import { EmptyState, ErrorState, Loading, StaleBanner } from "../../design/states.tsx";
import { useListKeys } from "../../design/use-list-keys.ts";
import { RunCounts } from "../runs/run-counts.tsx";
import { RunsTable } from "../runs/runs-table.tsx";
import { runsOfPipelineQuery } from "./pipeline-queries.ts";
import type { TabProps } from "./tab-props.ts";

/** Its runs there, newest first, by state. */
export function RunsTab({ place, search, onSearch }: TabProps) {
  const { env, slug } = place;
  const query = useInfiniteQuery(runsOfPipelineQuery(place, search.state));
  const navigate = useNavigate();
  const { data, error, hasNextPage, isFetching, fetchNextPage } = query;
  const runs = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const selected = runs.findIndex(({ id }) => id === search.run);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  useListKeys({
    count: runs.length,
    selected,
    onSelect: (index) => onSearch({ run: runs[index]?.id }),
    onOpen: (index) => void navigate({ to: "/runs/$id", params: { id: runs[index]?.id ?? "" } }),
  });
  const filter = { environment: env, pipeline: slug };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <RunCounts
          search={{ ...filter, ...(search.state === undefined ? {} : { state: search.state }) }}
          onChange={(state) => onSearch({ state, run: undefined })}
        />
        <Link to="/runs" search={filter} className="text-sm text-accent hover:underline">
          All filters and durations
        </Link>
      </div>
      {data === undefined ? (
        error === null ? (
          <Loading what="runs" lines={10} />
        ) : (
          <ErrorState error={error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <section aria-label="Runs" className="rounded-lg border border-line bg-surface">
          {error !== null && (
            <StaleBanner since={new Date(query.dataUpdatedAt).toISOString()}>
              It could not be fetched again. It is tried again by itself.
            </StaleBanner>
          )}
          {runs.length === 0 && !hasNextPage ? (
            <EmptyState
              title={search.state === undefined ? "It has not run here yet" : "No run is in these states"}
            >
              {search.state === undefined ? (
                <p>
                  Press Run, or type{" "}
                  <code className="font-mono">
                    lockstep run {slug} --env {env}
                  </code>
                  .
                </p>
              ) : (
                <p>Press the states again to see all runs.</p>
              )}
            </EmptyState>
          ) : (
            <RunsTable {...{ runs, selected }} onEnd={more} />
          )}
          {hasNextPage && runs.length > 0 && <Loading what="more runs" lines={2} />}
        </section>
      )}
    </div>
  );
}
