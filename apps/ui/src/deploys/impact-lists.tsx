import type { ReactNode } from "react";

import { PlainText } from "../design/plain-text.tsx";
import { Time } from "../design/time.tsx";
import type { Impact } from "./impact-query.ts";

/** Lines of each kind that are shown. */
const most = 8;

/** Who feels a change: runs under way, what will start, calls, starters, recorded inputs. As wide as there is room. */
export function ImpactLists({ impact }: { readonly impact: Impact }) {
  const { running, firings, callers, callees, tokens, inputs, pipelines, totals } = impact;
  const due = firings.filter(({ count }) => count !== 0);
  const parts = [running, due, callers, callees, tokens, inputs];
  if (parts.every(({ length }) => length === 0)) {
    return (
      <p className="text-sm text-muted">Nothing runs, starts, calls or was started lately that it changes.</p>
    );
  }
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,20rem),1fr))] gap-x-6 gap-y-3 text-sm">
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
        <p className="col-span-full text-muted">
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
