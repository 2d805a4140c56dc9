import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

import { inPlace } from "../../address/in-place.ts";
import { PageHeader } from "../../design/page-header.tsx";
import { EmptyState, ErrorState, Loading, StaleBanner } from "../../design/states.tsx";
import { useListKeys } from "../../design/use-list-keys.ts";
import { DurationsPanel } from "./durations-panel.tsx";
import { RunCounts } from "./run-counts.tsx";
import { RunsFilters } from "./runs-filters.tsx";
import { filterOf, runsQuery } from "./runs-queries.ts";
import { readRunsSearch, type RunsSearch } from "./runs-search.ts";
import { RunsTable } from "./runs-table.tsx";

const route = getRouteApi("/in/runs");

/** `/runs`: everything that runs or ran, and how long it took. */
export function RunsScreen() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (next: Record<string, unknown>) =>
      void navigate({
        search: (now: RunsSearch) => readRunsSearch({ ...now, run: undefined, ...next }),
        ...inPlace,
      }),
    [navigate],
  );
  const open = useCallback((id: string) => void navigate({ to: "/runs/$id", params: { id } }), [navigate]);
  return (
    <>
      <PageHeader title="Runs" />
      <div className="mb-4 space-y-3">
        <RunsFilters search={search} onChange={change} onClear={() => void navigate({ search: {} })} />
        <Narrowed search={search} />
        <RunCounts search={search} onChange={(state) => change({ state })} />
      </div>
      <DurationsPanel search={search} onOpen={open} />
      <RunsList search={search} onChoose={(run) => change({ run })} onOpen={open} />
    </>
  );
}

/** What an address narrows the list to that has no field of its own. */
function Narrowed({ search: { version, deploy } }: { readonly search: RunsSearch }) {
  if (version === undefined && deploy === undefined) return null;
  return (
    <p className="text-sm text-muted">
      Only {version !== undefined && <>version {version}</>}
      {version !== undefined && deploy !== undefined && " and "}
      {deploy !== undefined && (
        <>
          what was started under{" "}
          <Link to="/deploys/$id" params={{ id: deploy }} className="text-accent underline">
            this deploy
          </Link>
        </>
      )}
      .
    </p>
  );
}

interface RunsListProps {
  readonly search: RunsSearch;
  readonly onChoose: (id: string) => void;
  readonly onOpen: (id: string) => void;
}

function RunsList({ search, onChoose, onOpen }: RunsListProps) {
  const query = useInfiniteQuery(runsQuery(filterOf(search)));
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = query;
  const runs = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const selected = runs.findIndex(({ id }) => id === search.run);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  useListKeys({
    count: runs.length,
    selected,
    onSelect: (index) => onChoose(runs[index]?.id ?? ""),
    onOpen: (index) => onOpen(runs[index]?.id ?? ""),
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
      {runs.length === 0 && !hasNextPage ? (
        <NoRuns search={search} />
      ) : (
        <RunsTable {...{ runs, selected }} onEnd={more} />
      )}
      {hasNextPage && runs.length > 0 && <Loading what="more runs" lines={2} />}
    </section>
  );
}

function NoRuns({ search }: { readonly search: RunsSearch }) {
  const isNarrowed = Object.keys(filterOf(search)).length > 0;
  if (isNarrowed)
    return (
      <EmptyState title="No run fits these filters">
        <p>
          A pipeline is found by its whole name, a run by the beginning of its id. Clear the filters to see
          all.
        </p>
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing has run yet">
      <p>
        Open a pipeline and press Run, or type{" "}
        <code className="font-mono">lockstep run &lt;pipeline&gt;</code>.
      </p>
    </EmptyState>
  );
}
