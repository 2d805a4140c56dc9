import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Icon, type IconName } from "../../design/icon.tsx";
import { ShortText } from "../../design/short-text.tsx";
import { Age } from "../../design/time.tsx";
import { type Tone, toneText } from "../../design/tone.ts";
import type { Overview } from "./overview-queries.ts";

const link =
  "inline-flex min-w-0 max-w-full items-center gap-1 text-text underline decoration-line-strong underline-offset-2 hover:decoration-current";

/** What waits for whoever is logged in, and what is wrong for the longest time. */
export function Attention({ overview }: { readonly overview: Overview }) {
  const { waitingForMe, drift } = overview;
  const { deploys, approvals } = waitingForMe;
  const isQuiet = deploys.count === 0 && approvals.count === 0 && drift.longest === null;
  return (
    <section aria-label="What needs somebody" className="mb-3 flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {isQuiet && (
        <Point icon="check" tone="good">
          Nothing waits for you, and nothing drifted.
        </Point>
      )}
      {deploys.count > 0 && (
        <Point icon="person" tone="info">
          <span className="shrink-0">
            {deploys.count === 1 ? "A deploy waits" : `${deploys.count} deploys wait`} for you:
          </span>
          {deploys.first.slice(0, 2).map(({ id, environment, message }) => (
            <Link key={id} to="/deploys/$id" params={{ id }} className={link}>
              <span className="shrink-0">{environment}</span>{" "}
              <ShortText text={message} className="max-w-56 text-muted" />
            </Link>
          ))}
          <More count={deploys.count - 2} isMore={false} />
        </Point>
      )}
      {approvals.count > 0 && (
        <Point icon="question" tone="info">
          <span className="shrink-0">
            {approvals.count === 1 ? "A run asks" : `${approvals.count} runs ask`} you:
          </span>
          {approvals.first.slice(0, 2).map(({ run, step, item, slug, environment }) => (
            <Link key={`${run} ${step} ${item}`} to="/runs/$id" params={{ id: run }} className={link}>
              <ShortText text={slug} className="max-w-40" />{" "}
              <span className="shrink-0 text-muted">in {environment}</span>
            </Link>
          ))}
          <More count={approvals.count - 2} isMore={approvals.isMore} />
        </Point>
      )}
      {drift.longest !== null && (
        <Point icon="drift" tone="warn">
          <span className="shrink-0">Longest drift:</span>
          <Link to="/drift" className={link}>
            <ShortText text={drift.longest.slug} className="max-w-40" />{" "}
            <span className="shrink-0 text-muted">
              in {drift.longest.environment}, <Age at={drift.longest.since} />
            </span>
          </Link>
          {drift.count > 1 && <span className="shrink-0 text-muted">of {drift.count}</span>}
        </Point>
      )}
    </section>
  );
}

interface PointProps {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly children: ReactNode;
}

function Point({ icon, tone, children }: PointProps) {
  return (
    <div className="flex max-w-full min-w-0 flex-wrap items-center gap-x-2">
      <Icon name={icon} className={toneText[tone]} />
      {children}
    </div>
  );
}

function More({ count, isMore }: { readonly count: number; readonly isMore: boolean }) {
  if (count <= 0) return null;
  return (
    <Link to="/approvals" className={`${link} shrink-0`}>
      {count}
      {isMore ? "+" : ""} more
    </Link>
  );
}
