import { useQueries, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";

import { inPlace, withChange } from "../../address/in-place.ts";
import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { Banner, EmptyState } from "../../design/states.tsx";
import { EnvironmentField } from "../../environments/environment-field.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { NoEnvironments } from "../../environments/no-environments.tsx";
import { DriftCard } from "./drift-card.tsx";
import { type DriftItem, driftQuery } from "./drift-queries.ts";
import type { Revisions } from "./three-ways.tsx";

const route = getRouteApi("/in/drift");

/** `/drift`: every named difference between what was applied and what is stored. */
export function DriftScreen() {
  const { env: only } = route.useSearch();
  const navigate = route.useNavigate();
  const environments = useQuery(environmentsQuery);
  const [reverted, setReverted] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title="Drift"
        actions={
          <EnvironmentField
            value={only}
            onChange={(env) => void navigate({ search: env === undefined ? {} : { env } })}
          />
        }
      >
        What is stored, where it is not what was applied. An environment that is only behind git is pending,
        not drifted.
      </PageHeader>
      <div role="status">
        {reverted !== null && (
          <Banner tone="good" icon="check">
            Reverted: <PlainText text={reverted} limit={120} /> is again what was applied.
          </Banner>
        )}
      </div>
      <QueryView query={environments} what="environments">
        {(all) =>
          all.length === 0 ? (
            <NoEnvironments />
          ) : (
            <DriftOf
              places={all
                .filter(({ slug }) => only === undefined || slug === only)
                .map(({ slug, desired, applied }) => ({
                  env: slug,
                  desired: desired.revision,
                  applied: applied.revision,
                }))}
              onReverted={setReverted}
            />
          )
        }
      </QueryView>
    </>
  );
}

interface DriftOfProps {
  readonly places: readonly Revisions[];
  /** Called with what is right again. */
  readonly onReverted: (what: string) => void;
}

function DriftOf({ places, onReverted }: DriftOfProps) {
  const found = useQueries({ queries: places.map(({ env }) => driftQuery(env)) });
  if (places.length === 0) {
    return (
      <EmptyState title="There is no such environment">
        Choose another one, or look at all of them.
      </EmptyState>
    );
  }
  const isQuiet = found.every(({ data }) => data !== undefined && data.items.length === 0);
  if (isQuiet) {
    return (
      <EmptyState title="No drift">
        What is stored is what was applied, in {places.map(({ env }) => env).join(", ")}. It is compared again
        and again; <code className="font-mono">lockstep verify --chain</code> proves the record of it.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-4">
      {places.map((place, index) => {
        const query = found[index];
        if (query === undefined || (query.data !== undefined && query.data.items.length === 0)) return null;
        return (
          <Panel key={place.env} title={place.env} isFlush>
            <QueryView query={query} what={`drift of ${place.env}`} lines={3}>
              {({ items, next }) => <DriftList {...{ items, place, onReverted }} isMore={next !== null} />}
            </QueryView>
          </Panel>
        );
      })}
    </div>
  );
}

interface DriftListProps extends Pick<DriftOfProps, "onReverted"> {
  readonly items: readonly DriftItem[];
  readonly place: Revisions;
  readonly isMore: boolean;
}

function DriftList({ items, place, isMore, onReverted }: DriftListProps) {
  const search = route.useSearch();
  const { id: selected } = search;
  const navigate = route.useNavigate();
  return (
    <>
      {items.map((drift) => (
        <DriftCard
          key={drift.id}
          drift={drift}
          revisions={place}
          search={search}
          onSearch={(change) => void navigate({ search: withChange(change), ...inPlace })}
          onReverted={() => onReverted(`${drift.slug} in ${place.env}`)}
          isOpen={drift.id === selected}
          onToggle={(isOpen) =>
            void navigate({
              search: ({ id: _old, ...rest }) => (isOpen ? { ...rest, id: drift.id } : rest),
              ...inPlace,
            })
          }
        />
      ))}
      {isMore && (
        <p className="px-4 py-2 text-sm text-muted">
          <Sentence
            text={`There are more than ${items.length}. \`lockstep drift -e ${place.env}\` lists all of them.`}
          />
        </p>
      )}
    </>
  );
}
