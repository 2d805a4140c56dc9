import { getRouteApi } from "@tanstack/react-router";

import { inPlace } from "../../address/in-place.ts";
import { Panel } from "../../design/panel.tsx";
import { Tabs } from "../../design/tabs.tsx";
import { AppliedPipelines } from "./applied-pipelines.tsx";
import { DeployHistory } from "./deploy-history.tsx";
import { type EnvironmentTab, environmentTabs } from "./environment-search.ts";
import { HoldHistory } from "./hold-history.tsx";

const route = getRouteApi("/in/environments/$env");

const titles: Readonly<Record<EnvironmentTab, string>> = {
  deploys: "Deploys",
  pipelines: "Pipelines",
  holds: "Holds",
};

export interface EnvironmentListsProps {
  readonly env: string;
  /** The deploy in force. */
  readonly appliedDeploy: string | null;
}

/** What was deployed, what runs, and what held it, page by page. */
export function EnvironmentLists({ env, appliedDeploy }: EnvironmentListsProps) {
  const { tab = "deploys" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Panel title="In this environment" isFlush>
      <Tabs
        label="In this environment"
        tabs={environmentTabs.map((name) => ({ name, title: titles[name] }))}
        selected={tab}
        onSelect={(name) =>
          void navigate({
            search: name === "deploys" ? {} : { tab: name },
            ...inPlace,
          })
        }
      >
        {tab === "deploys" && <DeployHistory env={env} appliedDeploy={appliedDeploy} />}
        {tab === "pipelines" && <AppliedPipelines env={env} />}
        {tab === "holds" && <HoldHistory env={env} />}
      </Tabs>
    </Panel>
  );
}
