import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { inPlace } from "../../address/in-place.ts";
import { Button, buttonClasses } from "../../design/button.tsx";
import { SearchField } from "../../design/field.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { PagedView } from "../../design/paged-view.tsx";
import { Panel } from "../../design/panel.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { EmptyState } from "../../design/states.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { promotionStatuses, statusOf } from "../../design/statuses.ts";
import { useDebounced } from "../../design/use-debounced.ts";
import { type Promotion, promotionQuery } from "../../promotions/promotion-queries.ts";
import { readSelection, toggleSelection } from "../../promotions/selection.ts";
import { OnItsWay } from "./on-its-way.tsx";
import { PromoteAction } from "./promote-action.tsx";
import { PromotionItems } from "./promotion-items.tsx";

const route = getRouteApi("/in/promotions/$from/$to");

/** `/promotions/$from/$to`: what the lower environment has that the upper lacks, what speaks for it, and the way there. */
export function PromotionScreen() {
  const pair = route.useParams();
  const { search = "", only } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(promotionQuery(pair, useDebounced(search)));
  const promotion = query.data?.pages[0]?.promotion ?? null;
  const chosen = readSelection(only);
  const set = (change: { readonly search?: string | undefined; readonly only?: string | undefined }) => {
    const next = { search: search === "" ? undefined : search, only, ...change };
    void navigate({
      search: {
        ...(next.search === undefined ? {} : { search: next.search }),
        ...(next.only === undefined ? {} : { only: next.only }),
      },
      ...inPlace,
    });
  };
  return (
    <>
      <Head pair={pair} promotion={promotion} chosen={chosen} />
      {promotion !== null && promotion.deploy !== null && (
        <OnItsWay environment={promotion.to.environment} id={promotion.deploy} />
      )}
      <Panel
        title="What differs"
        isFlush
        actions={
          <>
            {chosen.length > 0 && (
              <Button look="quiet" onClick={() => set({ only: undefined })}>
                Choose none of {chosen.length}
              </Button>
            )}
            <SearchField
              label="Search pipelines"
              isLabelHidden
              placeholder="Part of the name"
              value={search}
              maxLength={100}
              onChange={({ target: { value } }) => set({ search: value === "" ? undefined : value })}
            />
          </>
        }
      >
        <PagedView
          query={query}
          what="differences"
          empty={
            <EmptyState title={search === "" ? "Nothing differs" : "No pipeline fits"}>
              {search === ""
                ? `${pair.to} has everything that is in force in ${pair.from}.`
                : "Search for something else."}
            </EmptyState>
          }
        >
          {(items) => (
            <PromotionItems
              pair={pair}
              items={items}
              chosen={new Set(chosen)}
              onToggle={(slug) => set({ only: toggleSelection(only, slug) })}
            />
          )}
        </PagedView>
      </Panel>
    </>
  );
}

interface HeadProps {
  readonly pair: { readonly from: string; readonly to: string };
  /** `null` until it is loaded. */
  readonly promotion: Promotion | null;
  readonly chosen: readonly string[];
}

function Head({ pair, promotion, chosen }: HeadProps) {
  const { from, to } = pair;
  return (
    <PageHeader
      title={`${from} → ${to}`}
      trail={
        <Link to="/promotions" className="text-muted underline-offset-2 hover:underline">
          Promotions
        </Link>
      }
      badges={
        promotion !== null && (
          <StatusBadge status={statusOf(promotionStatuses, promotion.state)} because={promotion.because} />
        )
      }
      actions={
        <>
          {promotion !== null && (
            <Link
              to="/previews/$revision"
              params={{ revision: promotion.from.branch }}
              search={{ base: promotion.to.branch, environment: to }}
              className={buttonClasses()}
            >
              Preview the merge
            </Link>
          )}
          <Link to="/compare" search={{ from, to }} className={buttonClasses()}>
            Compare
          </Link>
          {promotion !== null && <PromoteAction pair={pair} promotion={promotion} chosen={chosen} />}
        </>
      }
    >
      {promotion !== null && (
        <>
          <p>
            <Sentence text={promotion.because} />
          </p>
          {promotion.state !== "in-step" && (
            <p>
              <span className="font-medium text-text">Next:</span> <Sentence text={promotion.next} />
            </p>
          )}
        </>
      )}
    </PageHeader>
  );
}
