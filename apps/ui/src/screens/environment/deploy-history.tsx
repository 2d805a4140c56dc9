import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { deploysQuery } from "../../deploys/deploy-queries.ts";
import { DeployTable } from "../../deploys/deploy-table.tsx";
import { PagedView } from "../../design/paged-view.tsx";
import { EmptyState } from "../../design/states.tsx";
import { useListKeys } from "../../design/use-list-keys.ts";

export interface DeployHistoryProps {
  readonly env: string;
  readonly appliedDeploy: string | null;
}

/** Deploys of an environment, newest first. */
export function DeployHistory({ env, appliedDeploy }: DeployHistoryProps) {
  const query = useInfiniteQuery(deploysQuery({ environment: env }));
  const navigate = useNavigate();
  const [selected, setSelected] = useState(-1);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  useListKeys({
    count: items.length,
    selected,
    onSelect: setSelected,
    onOpen: (index) => {
      const id = items[index]?.id;
      if (id !== undefined) void navigate({ to: "/deploys/$id", params: { id } });
    },
  });
  return (
    <PagedView
      query={query}
      what="deploys"
      empty={
        <EmptyState title="Nothing was deployed yet">
          Push a commit to its branch; merging is the deployment.
        </EmptyState>
      }
    >
      {(deploys) => (
        <DeployTable
          caption={`Deploys of ${env}`}
          deploys={deploys}
          inForce={appliedDeploy}
          selected={items[selected]?.id ?? null}
        />
      )}
    </PagedView>
  );
}
