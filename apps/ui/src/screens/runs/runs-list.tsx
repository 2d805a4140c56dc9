import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useMemo } from "react";

import { ErrorState, Loading, StaleBanner } from "../../design/states.tsx";
import { useListKeys } from "../../design/use-list-keys.ts";
import type { ListedRun } from "./runs-queries.ts";
import { RunsTable } from "./runs-table.tsx";

export interface RunsListProps {
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly ListedRun[] }>>;
  /** Id of the run that the keys have chosen. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  /** Shown where there is none. */
  readonly empty: ReactNode;
}

/** Runs page by page, the next one when its place comes into sight, with every state that such a list can be in. */
export function RunsList({ query, chosen, onChoose, empty }: RunsListProps) {
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = query;
  const navigate = useNavigate();
  const runs = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const selected = runs.findIndex(({ id }) => id === chosen);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  useListKeys({
    count: runs.length,
    selected,
    onSelect: (index) => onChoose(runs[index]?.id ?? ""),
    onOpen: (index) => void navigate({ to: "/runs/$id", params: { id: runs[index]?.id ?? "" } }),
  });
  if (data === undefined)
    return error === null ? (
      <Loading what="runs" lines={12} />
    ) : (
      <ErrorState error={error} onRetry={() => void query.refetch()} />
    );
  return (
    <section
      aria-label="Runs"
      aria-busy={isPlaceholderData}
      className="rounded-lg border border-line bg-surface"
    >
      {error !== null && (
        <StaleBanner since={new Date(query.dataUpdatedAt).toISOString()}>
          It could not be fetched again. It is tried again by itself.
        </StaleBanner>
      )}
      {runs.length === 0 && !hasNextPage ? empty : <RunsTable {...{ runs, selected }} onEnd={more} />}
      {hasNextPage && runs.length > 0 && <Loading what="more runs" lines={2} />}
    </section>
  );
}
