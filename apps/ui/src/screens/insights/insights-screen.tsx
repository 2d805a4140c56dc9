import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { inPlace } from "../../address/in-place.ts";
import { Icon } from "../../design/icon.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Banner, EmptyState } from "../../design/states.tsx";
import { runStatuses } from "../../design/statuses.ts";
import { describeDuration, describeInstant } from "../../design/time.tsx";
import { toneText } from "../../design/tone.ts";
import { untilLoaded } from "../../loading/until-loaded.ts";
import { BucketsTable } from "./buckets-table.tsx";
import { DeploysTable } from "./deploys-table.tsx";
import { fittingSpan } from "./fitting-span.ts";
import { InsightTotals } from "./insight-totals.tsx";
import { InsightsFilters } from "./insights-filters.tsx";
import { type Insights, insightsQuery } from "./insights-queries.ts";
import { type InsightsSearch, readInsightsSearch } from "./insights-search.ts";

const route = getRouteApi("/in/insights");

const OutcomePlot = lazy(async () => ({
  default: (await untilLoaded(() => import("./outcome-plot.tsx"))).OutcomePlot,
}));
const PercentilePlot = lazy(async () => ({
  default: (await untilLoaded(() => import("./percentile-plot.tsx"))).PercentilePlot,
}));

/** `/insights`: how runs did over time, and what each deploy did to them. */
export function InsightsScreen() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const day = useQuery({ ...insightsQuery({ ...search, span: "24h" }), enabled: search.span === undefined });
  const span = search.span ?? fittingSpan(day.data, Date.now());
  const query = useQuery(insightsQuery({ ...search, span }));
  const change = (next: Record<string, unknown>) =>
    void navigate({
      search: (now: InsightsSearch) => readInsightsSearch({ ...now, ...next }),
      ...inPlace,
    });
  return (
    <>
      <PageHeader title="Insights" />
      <InsightsFilters search={{ ...search, span }} onChange={change} />
      <QueryView query={query} what="insights" lines={12}>
        {(insights) => <Shown insights={insights} />}
      </QueryView>
    </>
  );
}

function Shown({ insights }: { readonly insights: Insights }) {
  if (insights.totals.runs === 0 && insights.deploys.length === 0)
    return (
      <EmptyState title="Nothing ended in this time">
        <p>
          Choose a longer time, another pipeline or all environments; or start a run with{" "}
          <code className="font-mono">lockstep run &lt;pipeline&gt;</code>.
        </p>
      </EmptyState>
    );
  return (
    <>
      {insights.isCut && (
        <Banner tone="warn" icon="warning">
          There is more than can be counted: this begins {describeInstant(insights.since)}. Choose a pipeline
          or a shorter time to see all of it.
        </Banner>
      )}
      <InsightTotals totals={insights.totals} />
      <Panel
        title={`Runs by outcome, ${describeDuration(insights.bucketMs)} at a time`}
        actions={<OutcomeLegend />}
        className="mb-4"
      >
        <Suspense fallback={<div className="h-[200px]" />}>
          <OutcomePlot insights={insights} />
        </Suspense>
      </Panel>
      <Panel title="How long they took" actions={<PercentileLegend />} className="mb-4">
        <Suspense fallback={<div className="h-[180px]" />}>
          <PercentilePlot insights={insights} />
        </Suspense>
      </Panel>
      <BucketsTable insights={insights} />
      <Panel title="Before and after each deploy" isFlush>
        <DeploysTable insights={insights} />
      </Panel>
    </>
  );
}

const outcomes = [runStatuses.completed, runStatuses.cancelled, runStatuses.failed];

function OutcomeLegend() {
  return (
    <ul className="m-0 flex list-none flex-wrap gap-3 p-0 text-xs text-muted">
      {outcomes.map(({ icon, tone, word }) => (
        <li key={word} className="flex items-center gap-1">
          <Icon name={icon} className={`size-3 ${toneText[tone]}`} />
          {word}
        </li>
      ))}
      <DeployKey />
    </ul>
  );
}

function PercentileLegend() {
  return (
    <ul className="m-0 flex list-none flex-wrap gap-3 p-0 text-xs text-muted">
      <li className="flex items-center gap-1.5">
        <span className="w-5 border-t-2 border-accent" /> Half of them
      </li>
      <li className="flex items-center gap-1.5">
        <span className="w-5 border-t-2 border-dashed border-warn" /> 95 %
      </li>
      <DeployKey />
    </ul>
  );
}

function DeployKey() {
  return (
    <li className="flex items-center gap-1.5">
      <span className="size-2 rotate-45 bg-text" /> Deploy
    </li>
  );
}
