import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { type Impact, impactQuery } from "../../deploys/impact-query.ts";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Time } from "../../design/time.tsx";

/** Lines of each kind that are shown. */
const most = 8;

export interface ImpactPanelProps {
  readonly env: string;
  readonly revision: string;
}

/** Who feels a plan that is not applied yet: runs under way, what will start, calls, starters, recorded inputs. */
export function ImpactPanel({ env, revision }: ImpactPanelProps) {
  const query = useQuery(impactQuery(env, revision));
  return (
    <Panel title="Who feels it">
      <QueryView query={query} what="who feels it" lines={3}>
        {(impact) => <Lists impact={impact} />}
      </QueryView>
    </Panel>
  );
}

function Lists({ impact }: { readonly impact: Impact }) {
  const { running, firings, callers, callees, tokens, inputs, pipelines, totals } = impact;
  const due = firings.filter(({ count }) => count !== 0);
  const parts = [running, due, callers, callees, tokens, inputs];
  if (parts.every(({ length }) => length === 0)) {
    return (
      <p className="text-sm text-muted">Nothing runs, starts, calls or was started lately that it changes.</p>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-3 text-sm md:grid-cols-2">
      <Part title="Runs under way, which end as they began" count={running.length}>
        {running.slice(0, most).map(({ slug, version, count }) => (
          <li key={slug + version}>
            <PlainText text={`${slug}@${version}`} limit={100} />: {count}
          </li>
        ))}
      </Part>
      <Part title="Starts in the next 24 hours" count={due.length}>
        {due.slice(0, most).map(({ slug, trigger, at, count }) => (
          <li key={slug + trigger}>
            <PlainText text={`${slug}/${trigger}`} limit={100} />:{" "}
            {at[0] === undefined ? "when it is called" : <Time at={at[0].instant} />}
            {count !== null && count > 1 && `, ${count} times in all`}
          </li>
        ))}
      </Part>
      <Part title="Called by" count={callers.length}>
        {callers.slice(0, most).map(({ caller, callee, range }) => (
          <li key={caller + callee}>
            <PlainText text={`${callee} by ${caller} (${range})`} limit={160} />
          </li>
        ))}
      </Part>
      <Part title="Calls" count={callees.length}>
        {callees.slice(0, most).map(({ caller, callee, range }) => (
          <li key={caller + callee}>
            <PlainText text={`${caller} calls ${callee} (${range})`} limit={160} />
          </li>
        ))}
      </Part>
      <Part title="Started in the last 30 days" count={tokens.length}>
        {tokens.slice(0, most).map(({ slug, actor, runs, lastAt }) => (
          <li key={slug + actor}>
            <PlainText text={`${slug} by ${actor}`} limit={160} />: {runs} {runs === 1 ? "run" : "runs"}, the
            last <Time at={lastAt} />
          </li>
        ))}
      </Part>
      <Part title="Recorded inputs on changed schemas" count={inputs.length}>
        {inputs.slice(0, most).map(({ slug, tried, rejected }) => (
          <li key={slug} className={rejected > 0 ? "text-bad" : ""}>
            <PlainText text={slug} limit={100} />:{" "}
            {tried === 0
              ? "none is recorded, so nothing could be tried"
              : `${rejected} of the newest ${tried} would be rejected`}
          </li>
        ))}
      </Part>
      {pipelines.shown < pipelines.changed && (
        <p className="text-muted md:col-span-2">
          The lists look at the first {pipelines.shown} of {pipelines.changed} changed pipelines; over all:{" "}
          {totals.running} runs under way, {totals.callers} calls of them.
        </p>
      )}
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Part({ title, count, children }: PartProps) {
  if (count === 0) return null;
  return (
    <div className="min-w-0">
      <h3 className="text-sm font-medium">{title}</h3>
      <ul className="list-none p-0 text-muted">
        {children}
        {count > most && <li>… and {count - most} more</li>}
      </ul>
    </div>
  );
}
