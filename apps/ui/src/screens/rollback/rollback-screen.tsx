import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";

import { inPlace, withChange } from "../../address/in-place.ts";
import { deploysQuery, type DeploySummary } from "../../deploys/deploy-queries.ts";
import { Button } from "../../design/button.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ReasonDialog } from "../../design/reason-dialog.tsx";
import { Banner, EmptyState } from "../../design/states.tsx";
import { SyncBadge } from "../../design/status-badge.tsx";
import { environmentQuery } from "../../environments/environment-queries.ts";
import { useMayAct } from "../../session/use-session.ts";
import { PreviewPanel } from "./preview-panel.tsx";
import { type Chosen, orderRollback, previewQuery, type RolledBack } from "./rollback-queries.ts";
import { RolledBackNote } from "./rolled-back-note.tsx";
import { TargetList } from "./target-list.tsx";

const applied = ["applied"] as const;

const route = getRouteApi("/in/environments/$env/rollback");

/** `/environments/$env/rollback`: chooses where to go back to, shows what that does, and does it. */
export function RollbackScreen() {
  const { env } = route.useParams();
  const environment = useQuery(environmentQuery(env));
  const targets = useInfiniteQuery(deploysQuery({ environment: env, state: applied }));
  const state = environment.data?.environment;
  return (
    <>
      <PageHeader
        title={`Roll back ${env}`}
        trail={
          <Link to="/environments/$env" params={{ env }} className="underline underline-offset-2">
            {env}
          </Link>
        }
        badges={
          state !== undefined && "state" in state && <SyncBadge state={state.state} because={state.because} />
        }
      >
        At once and without git. A hold keeps the environment as it is afterwards, until the branch no longer
        has what was taken out or a person resumes.
      </PageHeader>
      <QueryView query={environment} what="the environment">
        {({ environment: found }) => (
          <QueryView query={targets} what="deploys">
            {({ pages }) => (
              <Choice
                env={env}
                inForce={found.applied?.deploy ?? null}
                targets={pages.flatMap(({ items }) => items)}
                onMore={targets.hasNextPage ? () => void targets.fetchNextPage() : null}
              />
            )}
          </QueryView>
        )}
      </QueryView>
    </>
  );
}

interface ChoiceProps {
  readonly env: string;
  readonly inForce: string | null;
  readonly targets: readonly DeploySummary[];
  readonly onMore: (() => void) | null;
}

function Choice({ env, inForce, targets, onMore }: ChoiceProps) {
  const search = route.useSearch();
  const { to: asked, only } = search;
  const navigate = route.useNavigate();
  const [done, setDone] = useState<RolledBack | null>(null);
  const [isOrdered, setOrdered] = useState(false);
  const to = asked ?? targets.find(({ id }) => id !== inForce)?.id;
  if (done !== null) return <RolledBackNote env={env} done={done} />;
  if (to === undefined) {
    return (
      <EmptyState title="There is nothing to go back to">
        Only one deploy was ever applied here. To undo it, revert its commit in git.
      </EmptyState>
    );
  }
  const chosen: Chosen = { env, to, pipelines: only === undefined ? null : only.split(",") };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[24rem_minmax(0,1fr)]">
      <Panel title="Go back to" isFlush className="max-h-[32rem] overflow-y-auto">
        <TargetList
          targets={targets}
          inForce={inForce}
          selected={to}
          onSelect={(deploy) => void navigate({ search: { to: deploy }, ...inPlace })}
          onMore={onMore}
        />
      </Panel>
      <div className="space-y-4">
        <PreviewPanel
          chosen={chosen}
          isOrdered={isOrdered}
          search={search}
          onSearch={(change) => void navigate({ search: withChange(change), ...inPlace })}
          onOnly={(pipelines) =>
            void navigate({
              search: pipelines === null ? { to } : { to, only: pipelines.join(",") },
              ...inPlace,
            })
          }
        />
        <Order {...{ chosen, isOrdered }} onOrder={setOrdered} onDone={setDone} />
      </div>
    </div>
  );
}

interface OrderProps {
  readonly chosen: Chosen;
  readonly isOrdered: boolean;
  readonly onOrder: (isOrdered: boolean) => void;
  readonly onDone: (done: RolledBack) => void;
}

function Order({ chosen, isOrdered, onOrder, onDone }: OrderProps) {
  const { data } = useQuery(previewQuery(chosen, isOrdered));
  const [isOpen, setOpen] = useState(false);
  const queryClient = useQueryClient();
  const { env } = chosen;
  if (!useMayAct("deployer")) {
    return (
      <Banner tone="warn" icon="key">
        Rolling back takes the role deployer. Ask somebody who has it.
      </Banner>
    );
  }
  if (data === undefined || data.preview.changes.length === 0) return null;
  const { preview } = data;
  const count = preview.changes.length === 1 ? "1 pipeline" : `${preview.changes.length} pipelines`;
  return (
    <>
      <Button look="danger" icon="back" className="min-h-11 w-full" onClick={() => setOpen(true)}>
        Roll back {count} in {env}
      </Button>
      <ReasonDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={`Roll back ${env}`}
        description={`Takes ${count} back at once. Runs under way end on the version that they began with.`}
        action="Roll back"
        isDangerous
        onConfirm={async (reason) => {
          onOrder(true);
          try {
            onDone(await orderRollback({ ...chosen, from: preview.from, reason }));
          } finally {
            onOrder(false);
          }
          await queryClient.invalidateQueries();
        }}
      />
    </>
  );
}
