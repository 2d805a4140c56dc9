import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { describeDuration } from "../../design/time.tsx";
import { untilLoaded } from "../../loading/until-loaded.ts";
import { type DurationPoint, filterOf, runDurationsQuery } from "./runs-queries.ts";
import type { RunsSearch } from "./runs-search.ts";

const DurationScatter = lazy(async () => ({
  default: (await untilLoaded(() => import("./duration-scatter.tsx"))).DurationScatter,
}));

interface DurationsPanelProps {
  readonly search: RunsSearch;
  readonly onOpen: (id: string) => void;
}

/** How long runs took, drawn and in words. */
export function DurationsPanel({ search, onOpen }: DurationsPanelProps) {
  const query = useQuery(runDurationsQuery(filterOf(search)));
  const points = query.data?.points ?? [];
  if (query.data !== undefined && points.length === 0) return null;
  return (
    <Panel
      title="How long they took"
      actions={points.length > 0 && <Summary points={points} />}
      className="mb-4"
    >
      <QueryView query={query} what="durations" lines={4}>
        {() => (
          <Suspense fallback={<div className="h-[150px]" />}>
            <DurationScatter points={points} onOpen={onOpen} />
          </Suspense>
        )}
      </QueryView>
    </Panel>
  );
}

/** What the drawing shows, for those who do not see it: half, nearly all, and the slowest. */
function Summary({ points }: { readonly points: readonly DurationPoint[] }) {
  const judged = points.filter(({ status }) => status !== "cancelled");
  const sorted = judged.toSorted((one, other) => one.durationMs - other.durationMs);
  const slowest = sorted.at(-1);
  const [half, most] = [0.5, 0.95].map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]);
  if (slowest === undefined || half === undefined || most === undefined) return null;
  return (
    <p className="text-xs text-muted">
      Newest {points.length.toLocaleString("en")}: half within {describeDuration(half.durationMs)}, 95 %
      within {describeDuration(most.durationMs)}; the{" "}
      <Link to="/runs/$id" params={{ id: slowest.id }} className="text-link">
        slowest
      </Link>{" "}
      took {describeDuration(slowest.durationMs)}.
    </p>
  );
}
