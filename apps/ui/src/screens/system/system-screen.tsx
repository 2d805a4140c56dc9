import { getRouteApi } from "@tanstack/react-router";

import { inPlace } from "../../address/in-place.ts";
import { PageHeader } from "../../design/page-header.tsx";
import { Tabs } from "../../design/tabs.tsx";
import { LoopTab } from "./loop-tab.tsx";
import { DeliveriesTab, OutboxTab } from "./messages-tab.tsx";
import { QueuesTab } from "./queues-tab.tsx";

const route = getRouteApi("/in/system");

/** `/system`: whether the installation does its work, and what waits for whom. */
export function SystemScreen() {
  const { tab = "loop" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader title="System" />
      <Tabs
        label="System"
        selected={tab}
        onSelect={(name) => void navigate({ search: name === "loop" ? {} : { tab: name }, ...inPlace })}
        tabs={[
          { name: "loop", title: "Loop" },
          { name: "queues", title: "Queues and workers" },
          { name: "deliveries", title: "Deliveries" },
          { name: "outbox", title: "Outbox" },
        ]}
      >
        {tab === "loop" && <LoopTab />}
        {tab === "queues" && <QueuesTab />}
        {tab === "deliveries" && <DeliveriesTab />}
        {tab === "outbox" && <OutboxTab />}
      </Tabs>
    </>
  );
}
