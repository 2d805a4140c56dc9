import { lazy, Suspense, useMemo } from "react";

import { ErrorState, Loading, StaleBanner } from "../../design/states.tsx";
import { healthStatuses, syncStatuses } from "../../design/statuses.ts";
import { useMedia } from "../../design/use-media.ts";
import { untilLoaded } from "../../loading/until-loaded.ts";
import { NoneFits, NoPipelines } from "./empty-matrix.tsx";
import { environmentColumns } from "./environment-columns.ts";
import { type ChangeSearch, MatrixFilters } from "./matrix-filters.tsx";
import { healthWords, isFiltered, type MatrixSearch, syncWords } from "./matrix-search.ts";
import { MatrixTable } from "./matrix-table.tsx";
import type { Overview } from "./overview-queries.ts";
import { StateChips } from "./state-chips.tsx";
import { useKnownTeams } from "./use-known-teams.ts";
import { useMatrixPages } from "./use-matrix-rows.ts";

const MatrixList = lazy(async () => ({
  default: (await untilLoaded(() => import("./matrix-list.tsx"))).MatrixList,
}));

const none = [] as const;

export interface MatrixViewProps {
  readonly search: MatrixSearch;
  readonly onChange: ChangeSearch;
  /** `undefined` until it is loaded: the matrix does not wait for it. */
  readonly overview: Overview | undefined;
}

/** The counts and filters of the matrix, and its rows as a table or, on a phone, as blocks. */
export function MatrixView({ search, onChange, overview }: MatrixViewProps) {
  const pages = useMatrixPages(search);
  const { query, latest } = pages;
  const isWide = useMedia("(min-width: 40rem)");
  const columns = useMemo(
    () => environmentColumns(latest?.environments ?? none, overview),
    [latest?.environments, overview],
  );
  const teams = useKnownTeams(query.data?.pages ?? none);
  const { sync, health, environment } = search;
  const filter = useMemo(
    () => ({ ...(sync && { sync }), ...(health && { health }), ...(environment && { environment }) }),
    [sync, health, environment],
  );
  const clear = () =>
    onChange({ q: undefined, sync: undefined, health: undefined, team: undefined, environment: undefined });

  if (latest === undefined)
    return query.error === null ? (
      <Loading what="pipelines" lines={12} />
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    );
  const isEmpty = pages.rows.total === 0;
  const isAsking = isFiltered(search) || environment !== undefined;
  if (isEmpty && !isAsking && !query.isPlaceholderData) return <NoPipelines />;
  const Body = isWide ? MatrixTable : MatrixList;
  return (
    <>
      {query.error !== null && (
        <StaleBanner since={new Date(query.dataUpdatedAt).toISOString()}>
          It could not be fetched again: {query.error.message}
        </StaleBanner>
      )}
      <div className="mb-3 flex flex-wrap gap-x-6 gap-y-1.5">
        <StateChips
          title="Sync"
          words={syncWords}
          statuses={syncStatuses}
          counts={latest.counts.sync}
          chosen={sync ?? none}
          onChoose={(words) => onChange({ sync: words.length === 0 ? undefined : words })}
        />
        <StateChips
          title="Health"
          words={healthWords}
          statuses={healthStatuses}
          counts={latest.counts.health}
          chosen={health ?? none}
          onChoose={(words) => onChange({ health: words.length === 0 ? undefined : words })}
        />
      </div>
      <MatrixFilters
        {...{ search, onChange, teams }}
        environments={columns.map(({ slug }) => slug)}
        total={latest.total}
      />
      {isEmpty ? (
        <NoneFits onClear={clear} />
      ) : (
        <Suspense fallback={<Loading what="pipelines" lines={12} />}>
          <Body {...{ pages, columns, filter }} question={JSON.stringify(search)} />
        </Suspense>
      )}
    </>
  );
}
