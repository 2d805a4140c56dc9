import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { onlyGiven } from "../../address/read-search.ts";
import { Icon, type IconName } from "../../design/icon.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { Loading } from "../../design/states.tsx";
import { untilLoaded } from "../../loading/until-loaded.ts";
import type { ChangeSearch } from "./matrix-filters.tsx";
import type { MatrixSearch } from "./matrix-search.ts";
import { MatrixView } from "./matrix-view.tsx";
import { overviewQuery } from "./overview-queries.ts";

const route = getRouteApi("/in/");
// Asked for at once, beside what it shows; outside of what the first page has to wait for.
const attention = untilLoaded(() => import("./attention.tsx"));
const Attention = lazy(async () => ({ default: (await attention).Attention }));
const LanesView = lazy(async () => ({
  default: (await untilLoaded(() => import("./lanes-view.tsx"))).LanesView,
}));

/** `/`: what runs where, and what needs somebody. */
export function MatrixScreen() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const overview = useQuery(overviewQuery);
  const change: ChangeSearch = (given) =>
    void navigate({
      search: (before): MatrixSearch => onlyGiven({ ...before, ...given }),
      // What is typed is one step back, not one for each letter.
      replace: Object.keys(given).includes("q"),
    });
  const isLanes = search.view === "lanes";
  return (
    <div className={isLanes ? "" : "flex flex-col sm:h-[calc(100dvh-5rem)] lg:h-[calc(100dvh-6rem)]"}>
      <PageHeader
        title="Pipelines"
        actions={
          <nav aria-label="View" className="inline-flex rounded-md border border-line bg-surface p-0.5">
            <ViewLink icon="list" title="Matrix" isShown={!isLanes} search={{}} />
            <ViewLink icon="up" title="Lanes" isShown={isLanes} search={{ view: "lanes" }} />
          </nav>
        }
      />
      <Suspense fallback={<p className="mb-3 h-5" />}>
        {overview.data === undefined ? <p className="mb-3 h-5" /> : <Attention overview={overview.data} />}
      </Suspense>
      {isLanes ? (
        <Suspense fallback={<Loading what="lanes" />}>
          <LanesView />
        </Suspense>
      ) : (
        <MatrixView search={search} onChange={change} overview={overview.data} />
      )}
    </div>
  );
}

interface ViewLinkProps {
  readonly icon: IconName;
  readonly title: string;
  readonly isShown: boolean;
  readonly search: MatrixSearch;
}

function ViewLink({ icon, title, isShown, search }: ViewLinkProps) {
  return (
    <Link
      to="/"
      search={search}
      aria-current={isShown ? "page" : undefined}
      className={`inline-flex min-h-7 items-center gap-1.5 rounded-sm px-2.5 text-sm no-underline ${isShown ? "bg-accent-soft font-medium text-text" : "text-muted hover:text-text"}`}
    >
      <Icon name={icon} className="size-3.5" />
      {title}
    </Link>
  );
}
