import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Button } from "../../design/button.tsx";
import { Icon } from "../../design/icon.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Instant } from "../../design/time.tsx";
import { ChangeList } from "../../diff/change-list.tsx";
import { ManifestDetail, type ManifestDetailProps } from "../../diff/manifest-detail.tsx";
import { SettingsTable } from "../../diff/settings-table.tsx";
import { comparedPipelineQuery, compareQuery, type Comparison, type Sides } from "./compare-queries.ts";

export interface ComparisonViewProps extends Pick<ManifestDetailProps, "search" | "onSearch"> {
  readonly sides: Sides;
}

/** What both sides are, and everything that differs. */
export function ComparisonView({ sides, search, onSearch }: ComparisonViewProps) {
  const query = useInfiniteQuery(compareQuery(sides));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return (
    <QueryView query={query} what="the comparison">
      {({ pages }) => {
        const [first] = pages;
        if (first === undefined) return null;
        const { counts, configuration } = first;
        const changes = pages.flatMap(({ items }) => items);
        return (
          <>
            <SideLine comparison={first} />
            <Panel title={describeCounts(counts)} isFlush className="mb-4">
              {changes.length === 0 ? (
                <EmptyState title="No pipeline differs">Both sides have the same manifests.</EmptyState>
              ) : (
                <ChangeList
                  changes={changes}
                  renderMore={({ slug }) => (
                    <ManifestDetail
                      label={slug}
                      name={slug}
                      isChosen={search.pipeline === slug}
                      query={comparedPipelineQuery(sides, slug)}
                      {...{ search, onSearch }}
                    />
                  )}
                />
              )}
              {hasNextPage && (
                <div className="border-t border-line p-2 text-center">
                  <Button look="quiet" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                    Show more pipelines
                  </Button>
                </div>
              )}
            </Panel>
            {configuration.length > 0 && (
              <Panel title={`${configuration.length} settings differ`} isFlush>
                <SettingsTable
                  settings={configuration}
                  fromTitle={first.from.title}
                  toTitle={first.to.title}
                />
              </Panel>
            )}
          </>
        );
      }}
    </QueryView>
  );
}

function describeCounts({ created, updated, pruned }: Comparison["counts"]): string {
  const parts = [
    ...(updated > 0 ? [`${updated} changed`] : []),
    ...(created > 0 ? [`${created} new`] : []),
    ...(pruned > 0 ? [`${pruned} removed`] : []),
  ];
  return parts.length === 0 ? "No differences" : parts.join(" · ");
}

function SideLine({ comparison: { from, to } }: { readonly comparison: Comparison }) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <Side side={from} />
      <Icon name="chevron" className="text-muted" />
      <Side side={to} />
    </div>
  );
}

function Side({ side }: { readonly side: Comparison["from"] }) {
  const { title, environment, kind, revision, at, pipelines } = side;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {environment !== null && kind === "environment" ? (
        <Link to="/environments/$env" params={{ env: environment }} className="font-medium hover:underline">
          <PlainText isInControl text={title} />
        </Link>
      ) : (
        <PlainText text={title} limit={120} className="font-medium" />
      )}
      <span className="inline-flex flex-wrap gap-x-2 text-muted">
        {revision !== null && <ShortId id={revision} />}
        {at !== null && (
          <span>
            since <Instant at={at} />
          </span>
        )}
        <span>
          {pipelines} {pipelines === 1 ? "pipeline" : "pipelines"}
        </span>
      </span>
    </span>
  );
}
