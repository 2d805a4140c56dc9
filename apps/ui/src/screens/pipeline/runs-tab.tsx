import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { EmptyState } from "../../design/states.tsx";
import { RunCounts } from "../runs/run-counts.tsx";
import { RunsList } from "../runs/runs-list.tsx";
import { runsOfPipelineQuery } from "./pipeline-queries.ts";
import type { TabProps } from "./tab-props.ts";

/** Its runs there, newest first, by state. */
export function RunsTab({ place, search, onSearch }: TabProps) {
  const { env, slug } = place;
  const query = useInfiniteQuery(runsOfPipelineQuery(place, search.state));
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
      <RunsList
        query={query}
        chosen={search.run}
        onChoose={(run) => onSearch({ run })}
        empty={
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
        }
      />
    </div>
  );
}
