import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { inPlace } from "../../address/in-place.ts";
import { SelectField } from "../../design/field.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Banner, EmptyState } from "../../design/states.tsx";
import { RunBadge } from "../../design/status-badge.tsx";
import { Time } from "../../design/time.tsx";
import { AttemptPanel } from "./attempt-panel.tsx";
import { ErrorNote } from "./error-note.tsx";
import { Logs } from "./logs.tsx";
import { OpenApprovals } from "./open-approvals.tsx";
import { Provenance } from "./provenance.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunData } from "./run-data.tsx";
import { isEnded, type RunDetails, runQuery, waterfallQuery } from "./run-queries.ts";
import {
  logLevels,
  readAttempt,
  readOpen,
  readRunSearch,
  type RunSearch,
  writeAttempt,
  writeOpen,
} from "./run-search.ts";
import { Waterfall } from "./waterfall.tsx";

const route = getRouteApi("/in/runs/$id");

/** `/runs/$id`: what one run did, when, and from what. */
export function RunScreen() {
  const { id } = route.useParams();
  const query = useQuery(runQuery(id));
  return (
    <>
      {query.data === undefined && <PageHeader title="Run" trail={<Link to="/runs">Runs</Link>} />}
      <QueryView query={query} what="the run" lines={14}>
        {(run) => <RunPage run={run} />}
      </QueryView>
    </>
  );
}

function RunPage({ run }: { readonly run: RunDetails }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Record<string, unknown>) =>
    void navigate({ search: (now: RunSearch) => readRunSearch({ ...now, ...next }), ...inPlace });
  const selected = readAttempt(search.attempt);
  return (
    <>
      <RunHead run={run} />
      <Notices run={run} />
      <OpenApprovals run={run} />
      <Provenance run={run} />
      <Steps {...{ run, search, change }} />
      {selected !== null && (
        <AttemptPanel
          key={search.attempt}
          run={run}
          name={selected}
          level={search.level}
          onClose={() => change({ attempt: undefined })}
        />
      )}
      <RunData run={run} />
      <Panel
        title="Log"
        actions={
          <SelectField
            label="Lowest level"
            isLabelHidden
            fieldClassName="w-40"
            value={search.level ?? "debug"}
            onChange={(event) =>
              change({ level: event.target.value === "debug" ? undefined : event.target.value })
            }
          >
            {logLevels.map((level) => (
              <option key={level} value={level}>
                {level === "debug" ? "All levels" : level === "error" ? "Only error" : `${level} and above`}
              </option>
            ))}
          </SelectField>
        }
      >
        <Logs run={run} filter={{ level: search.level }} />
      </Panel>
    </>
  );
}

function RunHead({ run }: { readonly run: RunDetails }) {
  return (
    <PageHeader
      title={
        <>
          {run.slug} <span className="font-normal text-muted">{run.version}</span>
        </>
      }
      windowTitle={`Run of ${run.slug}`}
      trail={
        <>
          <Link to="/runs" className="text-muted hover:text-accent">
            Runs
          </Link>
          <span aria-hidden="true">/</span>
          <Link to="/runs" search={{ environment: run.environment }} className="text-muted hover:text-accent">
            {run.environment}
          </Link>
          <span aria-hidden="true">/</span>
          <Link
            to="/runs"
            search={{ environment: run.environment, pipeline: run.slug }}
            className="text-muted hover:text-accent"
          >
            {run.slug}
          </Link>
          <span aria-hidden="true">/</span>
          <ShortId id={run.id} digits={36} canCopy />
        </>
      }
      badges={<RunBadge state={run.status} />}
      actions={<RunActions run={run} />}
    />
  );
}

function Notices({ run }: { readonly run: RunDetails }) {
  return (
    <>
      {run.waitsFor !== null && (
        <Banner tone="info" icon="clock">
          <PlainText text={run.waitsFor} />
        </Banner>
      )}
      {run.cancelRequested && !isEnded(run) && (
        <Banner tone="warn" icon="cross">
          It is being cancelled: running steps end within a second.
        </Banner>
      )}
      {run.erasedAt !== null && (
        <Banner tone="hold" icon="minus">
          What went in and came out was erased <Time at={run.erasedAt} />.
        </Banner>
      )}
      {run.error !== null && (
        <div className="mb-4">
          <ErrorNote error={run.error} />
        </div>
      )}
    </>
  );
}

interface StepsProps {
  readonly run: RunDetails;
  readonly search: RunSearch;
  readonly change: (next: Partial<Record<keyof RunSearch, string | undefined>>) => void;
}

function Steps({ run, search, change }: StepsProps) {
  const query = useQuery(waterfallQuery(run));
  const open = readOpen(search.open);
  const toggle = (step: string) => {
    const next = new Set(open);
    if (!next.delete(step)) next.add(step);
    change({ open: writeOpen(next) });
  };
  return (
    <Panel title="Steps" isFlush className="mb-4 overflow-hidden">
      <QueryView query={query} what="the steps" lines={5}>
        {(answer) =>
          answer.attempts.length === 0 && isEnded(run) ? (
            <EmptyState title="No step began">
              <p>The run ended before its first step.</p>
            </EmptyState>
          ) : (
            <>
              {answer.isCut && (
                <p className="px-4 py-2 text-sm text-muted">
                  The first 20,000 attempts; <code className="font-mono">lockstep steps {run.id}</code> lists
                  all.
                </p>
              )}
              <Waterfall
                {...{ run, answer, open }}
                selected={readAttempt(search.attempt)}
                onToggle={toggle}
                onSelect={(attempt) => change({ attempt: writeAttempt(attempt) })}
              />
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
