import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback } from "react";

import { inPlace } from "../../address/in-place.ts";
import { PageHeader } from "../../design/page-header.tsx";
import { EmptyState } from "../../design/states.tsx";
import { DurationsPanel } from "./durations-panel.tsx";
import { RunCounts } from "./run-counts.tsx";
import { RunsFilters } from "./runs-filters.tsx";
import { RunsList } from "./runs-list.tsx";
import { filterOf, runsQuery } from "./runs-queries.ts";
import { readRunsSearch, type RunsSearch } from "./runs-search.ts";

const route = getRouteApi("/in/runs");

/** `/runs`: everything that runs or ran, and how long it took. */
export function RunsScreen() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(runsQuery(filterOf(search)));
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
      <RunsList
        query={query}
        chosen={search.run}
        onChoose={(run) => change({ run })}
        empty={<NoRuns search={search} />}
      />
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
          <Link to="/deploys/$id" params={{ id: deploy }} className="text-link">
            this deploy
          </Link>
        </>
      )}
      .
    </p>
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
