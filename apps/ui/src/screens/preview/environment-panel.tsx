import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { GateList } from "../../deploys/gate-list.tsx";
import { ImpactLists } from "../../deploys/impact-lists.tsx";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState, ErrorState } from "../../design/states.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { statusOf } from "../../design/statuses.ts";
import { Instant } from "../../design/time.tsx";
import { ChangeList } from "../../diff/change-list.tsx";
import { ManifestDetail, type ManifestDetailProps } from "../../diff/manifest-detail.tsx";
import { mergeStatuses } from "./merge-statuses.ts";
import {
  changesQuery,
  type EnvironmentPreview,
  pipelineQuery,
  type PreviewQuestion,
} from "./preview-queries.ts";

export interface EnvironmentPanelProps extends Pick<ManifestDetailProps, "search" | "onSearch"> {
  readonly question: PreviewQuestion;
  readonly preview: EnvironmentPreview;
}

/** What merging does in one environment: changes, gates and who feels it. */
export function EnvironmentPanel({ question, preview, search, onSearch }: EnvironmentPanelProps) {
  const { environment, title, verdict, sentence, because, plan, decision, impact } = preview;
  return (
    <Panel
      className="mb-4 scroll-mt-4"
      isFlush
      title={
        <span className="flex flex-wrap items-center gap-2">
          <Link to="/environments/$env" params={{ env: environment }} className="hover:underline">
            <PlainText isInControl text={title} />
          </Link>
          <StatusBadge status={statusOf(mergeStatuses, verdict)} />
        </span>
      }
      actions={
        plan !== null && (
          <span className="text-xs text-muted">
            applied {plan.base.revision === null ? "nothing yet" : <ShortId id={plan.base.revision} />} · plan{" "}
            <ShortId id={plan.hash} />
          </span>
        )
      }
    >
      <p className="m-0 px-4 py-2 text-sm">
        <Sentence text={because ?? sentence} />
      </p>
      {plan !== null && (
        <div className="grid border-t border-line lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="min-w-0 divide-y divide-line border-line max-lg:border-b lg:order-last lg:border-l">
            {decision !== null && (
              <Side title="Gates">
                <GateList verdicts={decision.verdicts} />
                {"predictedAt" in decision && typeof decision.predictedAt === "string" && (
                  <p className="mt-2 text-sm text-muted">
                    All are open at <Instant at={decision.predictedAt} />, if nothing but time passes.
                  </p>
                )}
              </Side>
            )}
            {impact !== null && verdict !== "nothing" && (
              <Side title="Who feels it">
                <ImpactLists impact={impact} />
              </Side>
            )}
          </div>
          <div className="min-w-0">
            <Changes
              {...{ question, environment, plan, search, onSearch }}
              isRefused={verdict === "refused"}
            />
          </div>
        </div>
      )}
    </Panel>
  );
}

function Side({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="px-4 py-3">
      <h3 className="mb-2 text-xs font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

interface ChangesProps extends Pick<EnvironmentPanelProps, "question" | "search" | "onSearch"> {
  readonly environment: string;
  readonly plan: NonNullable<EnvironmentPreview["plan"]>;
  readonly isRefused: boolean;
}

function Changes({ question, environment, plan, isRefused, search, onSearch }: ChangesProps) {
  const { items, next } = plan.changes;
  const more = useInfiniteQuery(changesQuery(question, environment, next));
  const changes = [...items, ...(more.data?.pages.flatMap((page) => page.items) ?? [])];
  if (changes.length === 0)
    return isRefused ? (
      <EmptyState title="No change could be planned">Mend what is found first.</EmptyState>
    ) : (
      <EmptyState title="Nothing changes here">What this revision holds is in force already.</EmptyState>
    );
  const rest = plan.counts.changes - changes.length;
  return (
    <>
      <ChangeList
        changes={changes}
        renderMore={({ kind, slug }) =>
          kind === "configure" ? null : (
            <ManifestDetail
              label={`${slug} in ${environment}`}
              name={`${environment}/${slug}`}
              isChosen={search.pipeline === `${environment}/${slug}`}
              query={pipelineQuery(question, environment, slug)}
              {...{ search, onSearch }}
            />
          )
        }
      />
      {more.error !== null && <ErrorState error={more.error} onRetry={() => void more.fetchNextPage()} />}
      {rest > 0 && (
        <div className="border-t border-line p-2 text-center">
          <Button look="quiet" isBusy={more.isFetching} onClick={() => void more.fetchNextPage()}>
            Show more of {rest.toLocaleString("en")} further changes
          </Button>
        </div>
      )}
    </>
  );
}
