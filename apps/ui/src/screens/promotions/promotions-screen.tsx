import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { EmptyState } from "../../design/states.tsx";
import { useListKeys } from "../../design/use-list-keys.ts";
import { stages } from "../../promotions/stages.ts";
import { usePromotions } from "../../promotions/use-promotions.ts";
import { useSession } from "../../session/use-session.ts";
import { PairTable } from "./pair-table.tsx";
import { StageBar } from "./stage-bar.tsx";
import { stageWords } from "./stage-words.ts";
import { StagedRow } from "./staged-row.tsx";

const route = getRouteApi("/in/promotions");

/** `/promotions`: what each environment has that the next lacks, and how far what was merged has come. */
export function PromotionsScreen() {
  const isScoped = useSession().environments !== null;
  const { query, groups } = usePromotions();
  const { stage } = route.useSearch();
  const [selected, setSelected] = useState(-1);
  const navigate = useNavigate();
  const shown = stages.filter((one) => (stage === undefined ? groups[one].length > 0 : one === stage));
  const rows = shown.flatMap((one) => groups[one]);
  useListKeys({
    count: rows.length,
    selected,
    onSelect: setSelected,
    onOpen: (index) => {
      const row = rows[index];
      if (row?.kind === "deploy") void navigate({ to: "/deploys/$id", params: { id: row.deploy.id } });
      if (row?.kind === "pair") {
        const { from, to } = row.promotion;
        const params = { from: from.environment, to: to.environment };
        void navigate({ to: "/promotions/$from/$to", params });
      }
    },
  });
  return (
    <>
      <PageHeader title="Promotions">
        What proved itself in one environment goes to the next by a merge; gates decide when.
      </PageHeader>
      <QueryView query={query} what="promotions">
        {(promotions) =>
          promotions.length === 0 ? (
            <EmptyState title="No environment promotes from another">
              Set <code className="font-mono">promotesFrom</code> in environments/&lt;slug&gt;.json, merge it,
              and the pair is listed here.{" "}
              {isScoped && "Pairs that your token does not reach on both sides are not listed."}
            </EmptyState>
          ) : (
            <>
              <PairTable promotions={promotions} />
              <StageBar groups={groups} selected={stage} />
              <div className="space-y-4">
                {shown.map((one) => (
                  <Panel key={one} title={`${stageWords[one].title} (${groups[one].length})`} isFlush>
                    {groups[one].length === 0 ? (
                      <EmptyState title={stageWords[one].empty} />
                    ) : (
                      <ul aria-label={stageWords[one].title} className="list-none divide-y divide-line">
                        {groups[one].map((staged) => (
                          <StagedRow
                            key={staged.kind === "pair" ? pairKey(staged.promotion) : staged.deploy.id}
                            staged={staged}
                            isSelected={staged === rows[selected]}
                          />
                        ))}
                      </ul>
                    )}
                  </Panel>
                ))}
              </div>
            </>
          )
        }
      </QueryView>
    </>
  );
}

interface Sides {
  readonly from: { readonly environment: string };
  readonly to: { readonly environment: string };
}

function pairKey({ from, to }: Sides): string {
  return `${from.environment} ${to.environment}`;
}
