import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";

import { inPlace } from "../../address/in-place.ts";
import { Button } from "../../design/button.tsx";
import { SearchField, SelectField } from "../../design/field.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Instant } from "../../design/time.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { entriesQuery } from "./audit-queries.ts";
import type { AuditSearch } from "./audit-search.ts";
import { ChainBadge, ChainPanel } from "./chain-badge.tsx";
import { EntryRow } from "./entry-row.tsx";
import { kindWords } from "./kind-words.ts";
import { PastPanel } from "./past-panel.tsx";
import { TimeSlider } from "./time-slider.tsx";

const route = getRouteApi("/in/audit");
const orgChain = "@org";
const aDayMs = 86_400_000;

/** `/audit`: who did what and why, whether anybody changed the record of it, and what ran at any instant. */
export function AuditScreen() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const entries = useInfiniteQuery(entriesQuery(search));
  const applied = useInfiniteQuery(entriesQuery({ kind: "applied" }));
  const stops = (applied.data?.pages ?? []).flatMap(({ items }) => items.map(({ at }) => at));
  const choose = (changed: Partial<AuditSearch>) =>
    void navigate({
      search: (old) => withoutEmpty({ ...old, ...changed }),
      ...inPlace,
    });
  return (
    <>
      <PageHeader title="Audit" badges={<ChainBadge />}>
        Every deploy, answer, hold, rollback, drift and refusal is one chained entry.
      </PageHeader>
      <div className="space-y-4">
        <Panel
          title={
            search.at === undefined ? (
              "What ran when"
            ) : (
              <>
                What ran <Instant at={search.at} />
              </>
            )
          }
        >
          <TimeSlider
            at={search.at ?? null}
            from={Date.parse(stops.at(-1) ?? new Date(Date.now() - aDayMs).toISOString())}
            stops={stops}
            onChoose={(at) => choose({ at: at ?? "" })}
          />
        </Panel>
        {search.at !== undefined && <PastPanel at={search.at} />}
        <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,1fr)_28rem]">
          <Panel title="Entries" isFlush actions={<Filters search={search} onChoose={choose} />}>
            <QueryView query={entries} what="entries">
              {({ pages }) => (
                <>
                  {pages.every(({ items }) => items.length === 0) && (
                    <EmptyState title="No entry fits">Take a filter away to see more.</EmptyState>
                  )}
                  {pages.flatMap(({ items, people }) =>
                    items.map((entry) => {
                      const name = `${entry.environment}:${entry.position}`;
                      return (
                        <EntryRow
                          key={name}
                          entry={entry}
                          people={people}
                          isOpen={search.entry === name}
                          onToggle={(isOpen) => {
                            if (isOpen || search.entry === name) choose({ entry: isOpen ? name : "" });
                          }}
                        />
                      );
                    }),
                  )}
                  {entries.hasNextPage && (
                    <div className="p-2">
                      <Button
                        look="quiet"
                        isBusy={entries.isFetchingNextPage}
                        onClick={() => void entries.fetchNextPage()}
                      >
                        Show more entries
                      </Button>
                    </div>
                  )}
                </>
              )}
            </QueryView>
          </Panel>
          <ChainPanel />
        </div>
      </div>
    </>
  );
}

interface FiltersProps {
  readonly search: AuditSearch;
  readonly onChoose: (changed: Partial<AuditSearch>) => void;
}

function Filters({ search, onChoose }: FiltersProps) {
  const { data: environments = [] } = useQuery(environmentsQuery);
  return (
    <>
      <SelectField
        label="Chain"
        isLabelHidden
        value={search.env ?? ""}
        onChange={({ target: { value } }) => onChoose({ env: value })}
      >
        <option value="">All chains</option>
        {[...environments.map(({ slug }) => slug), orgChain].map((slug) => (
          <option key={slug}>{slug}</option>
        ))}
      </SelectField>
      <SelectField
        label="Kind"
        isLabelHidden
        value={search.kind ?? ""}
        onChange={({ target: { value } }) => onChoose({ kind: value })}
      >
        <option value="">All kinds</option>
        {Object.entries(kindWords).map(([kind, { word }]) => (
          <option key={kind} value={kind}>
            {word}
          </option>
        ))}
      </SelectField>
      <SearchField
        label="Actor"
        isLabelHidden
        placeholder="token:ci, github:ada"
        defaultValue={search.actor ?? ""}
        onKeyDown={({ key, currentTarget }) =>
          key === "Enter" && onChoose({ actor: currentTarget.value.trim() })
        }
        onBlur={({ currentTarget }) => onChoose({ actor: currentTarget.value.trim() })}
      />
    </>
  );
}

/** An empty text takes a choice back. */
function withoutEmpty(search: AuditSearch): AuditSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ""),
  );
}
