import { getRouteApi } from "@tanstack/react-router";

import { inPlace } from "../../address/in-place.ts";
import { useWaiting } from "../../approvals/approval-queries.ts";
import { type SortedWaiting, sortWaiting, type Waiting } from "../../approvals/sort-waiting.ts";
import { PageHeader } from "../../design/page-header.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { EmptyState, Loading } from "../../design/states.tsx";
import { Tabs } from "../../design/tabs.tsx";
import { useSession } from "../../session/use-session.ts";
import { WaitingDeploy } from "./waiting-deploy.tsx";
import { WaitingStep } from "./waiting-step.tsx";

const route = getRouteApi("/in/approvals");

/** `/approvals`: everything that waits for a person, mine first, to be answered right here. */
export function ApprovalsScreen() {
  const { show = "all" } = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { asked, waiting, deploys } = useWaiting();
  return (
    <>
      <PageHeader title="Approvals">What waits for a person: plans of deploys, and what runs ask.</PageHeader>
      <Tabs
        label="What is shown"
        tabs={[
          { name: "all", title: "All" },
          { name: "deploys", title: "Deploys" },
          { name: "steps", title: "Runs" },
        ]}
        selected={show}
        onSelect={(name) => void navigate({ search: name === "all" ? {} : { show: name }, ...inPlace })}
      >
        <QueryView query={waiting} what="deploys that wait" lines={4}>
          {() => (
            <QueryView query={asked} what="what runs ask" lines={4}>
              {({ items, isMore }) =>
                deploys.isLoading ? (
                  <Loading what="deploys that wait" lines={4} />
                ) : (
                  <Lists
                    sorted={sortWaiting(session, {
                      deploys: show === "steps" ? [] : deploys.items,
                      asked: show === "deploys" ? [] : items,
                    })}
                    isMore={isMore}
                  />
                )
              }
            </QueryView>
          )}
        </QueryView>
      </Tabs>
    </>
  );
}

interface ListsProps {
  readonly sorted: SortedWaiting;
  /** Runs ask more than is listed. */
  readonly isMore: boolean;
}

function Lists({ sorted: { mine, others }, isMore }: ListsProps) {
  if (mine.length === 0 && others.length === 0) {
    return (
      <EmptyState title="Nothing waits for people">
        Plans whose gates ask for a yes, and runs at an approval step, are listed here as they come.
      </EmptyState>
    );
  }
  return (
    <div className="max-w-4xl space-y-6">
      <WaitingList title="For you" items={mine} empty="Nothing waits for you." />
      {others.length > 0 && <WaitingList title="For others" items={others} empty="" />}
      {isMore && (
        <p className="text-sm text-muted">
          More runs ask than are listed here; they come as these are answered.
        </p>
      )}
    </div>
  );
}

interface WaitingListProps {
  readonly title: string;
  readonly items: readonly Waiting[];
  readonly empty: string;
}

function WaitingList({ title, items, empty }: WaitingListProps) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-sm">
        {title} <span className="font-normal text-muted">({items.length})</span>
      </h2>
      {items.length === 0 ? (
        <p className="text-sm text-muted">{empty}</p>
      ) : (
        <ul className="list-none space-y-3">
          {items.map((waiting) => (
            <li key={keyOf(waiting)} className="rounded-lg border border-line bg-surface p-4">
              {waiting.kind === "deploy" ? (
                <WaitingDeploy answer={waiting.answer} />
              ) : (
                <WaitingStep asked={waiting.asked} />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function keyOf(waiting: Waiting): string {
  if (waiting.kind === "deploy") return waiting.answer.deploy.id;
  const { run, step, item, attempt } = waiting.asked;
  return [run, step, item, attempt].join(" ");
}
