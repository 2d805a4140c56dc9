import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { QueryView } from "../../design/query-view.tsx";
import { EmptyState, Loading } from "../../design/states.tsx";
import { Tabs } from "../../design/tabs.tsx";
import { untilLoaded } from "../../loading/until-loaded.ts";
import { DagTab } from "./dag-tab.tsx";
import { PipelineHead } from "./pipeline-head.tsx";
import { pipelineQuery, standingQuery } from "./pipeline-queries.ts";
import { type PipelineSearch, type PipelineTab, readPipelineSearch } from "./pipeline-search.ts";
import type { TabProps } from "./tab-props.ts";

const RunsTab = lazy(async () => ({ default: (await untilLoaded(() => import("./runs-tab.tsx"))).RunsTab }));
const DiffTab = lazy(async () => ({ default: (await untilLoaded(() => import("./diff-tab.tsx"))).DiffTab }));
const HistoryTab = lazy(async () => ({
  default: (await untilLoaded(() => import("./history-tab.tsx"))).HistoryTab,
}));
const TriggersTab = lazy(async () => ({
  default: (await untilLoaded(() => import("./triggers-tab.tsx"))).TriggersTab,
}));
const ApiTab = lazy(async () => ({ default: (await untilLoaded(() => import("./api-tab.tsx"))).ApiTab }));
const RunDialog = lazy(async () => ({
  default: (await untilLoaded(() => import("./run-dialog.tsx"))).RunDialog,
}));

const route = getRouteApi("/in/environments/$env/pipelines/$slug");

const tabs = [
  { name: "dag", title: "DAG" },
  { name: "runs", title: "Runs" },
  { name: "diff", title: "Diff" },
  { name: "history", title: "History" },
  { name: "triggers", title: "Triggers" },
  { name: "api", title: "API" },
] as const satisfies readonly { readonly name: PipelineTab; readonly title: string }[];

/** `/environments/$env/pipelines/$slug`: one pipeline where it runs. */
export function PipelineScreen() {
  const { env, slug } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const place = { env, slug };
  const applied = useQuery(pipelineQuery(place));
  const standing = useQuery(standingQuery(slug));
  const onSearch: TabProps["onSearch"] = (change, isStep = false) =>
    void navigate({
      search: (now: PipelineSearch) => readPipelineSearch({ ...now, ...change }),
      replace: !isStep,
      resetScroll: false,
    });
  const tab = search.tab ?? "dag";
  return (
    <>
      <PipelineHead
        {...{ place, standing: standing.data }}
        applied={applied.data}
        onStart={() => onSearch({ start: "yes" }, true)}
      />
      <Tabs
        label="About this pipeline"
        tabs={tabs}
        selected={tab}
        onSelect={(name) =>
          void navigate({ search: name === "dag" ? {} : { tab: name }, resetScroll: false })
        }
      >
        <Suspense fallback={<Loading what="the tab" />}>
          {tab === "history" ? (
            <HistoryTab {...{ place, search, onSearch }} />
          ) : tab === "runs" ? (
            <RunsTab {...{ place, search, onSearch }} />
          ) : tab === "diff" ? (
            <DiffTab {...{ place, search, onSearch, applied: applied.data }} />
          ) : (
            <QueryView query={applied} what="the pipeline">
              {(pipeline) =>
                tab === "dag" ? (
                  <DagTab {...{ place, search, onSearch, pipeline }} />
                ) : tab === "triggers" ? (
                  <TriggersTab {...{ place, search, onSearch, pipeline }} />
                ) : tab === "api" ? (
                  <ApiTab {...{ place, search, onSearch, pipeline }} />
                ) : (
                  <EmptyState title="There is no such tab" />
                )
              }
            </QueryView>
          )}
        </Suspense>
      </Tabs>
      {search.start === "yes" && applied.data !== undefined && (
        <Suspense>
          <RunDialog {...{ place }} pipeline={applied.data} onClose={() => onSearch({ start: undefined })} />
        </Suspense>
      )}
    </>
  );
}
