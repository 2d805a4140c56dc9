import { Countdown } from "../design/countdown.tsx";
import { Icon } from "../design/icon.tsx";
import { PlainText } from "../design/plain-text.tsx";
import { StatusBadge } from "../design/status-badge.tsx";
import { gateStatuses, statusOf } from "../design/statuses.ts";
import type { Verdict } from "./deploy-queries.ts";
import { sortGates, titleOfGate } from "./gates.ts";
import { ProblemList } from "./problem-list.tsx";

export interface GateListProps {
  readonly verdicts: readonly Verdict[];
  /** Who may open each gate, by its name, where the policy names somebody. */
  readonly openers?: Readonly<Record<string, readonly string[]>>;
}

/** Gate by gate whether a plan may be applied, why, what opens it, when, and who may; the closed ones first. */
export function GateList({ verdicts, openers = {} }: GateListProps) {
  const { closed, open, notAsked } = sortGates(verdicts);
  if (verdicts.length === 0) return <p className="text-sm text-muted">No gate has been asked yet.</p>;
  return (
    <div className="text-sm">
      <ul aria-label="Gates" className="m-0 list-none divide-y divide-line p-0">
        {[...closed, ...open].map((verdict) => (
          <GateItem key={verdict.gate} verdict={verdict} openers={openers[verdict.gate] ?? []} />
        ))}
      </ul>
      {notAsked.length > 0 && (
        <details className="border-t border-line pt-2 text-muted">
          <summary>
            {notAsked.length === 1 ? "1 gate is" : `${notAsked.length} gates are`} not asked for here
          </summary>
          <p className="mt-1">{notAsked.map(({ gate }) => titleOfGate(gate)).join(", ")}</p>
        </details>
      )}
    </div>
  );
}

function GateItem({ verdict, openers }: { readonly verdict: Verdict; readonly openers: readonly string[] }) {
  const { gate, verdict: state, because, next, opensAt, problems = [] } = verdict;
  const isOpen = state === "open";
  return (
    <li className="grid grid-cols-1 gap-x-3 gap-y-0.5 py-2 first:pt-0 sm:grid-cols-[9rem_6rem_minmax(0,1fr)]">
      <span className="font-medium">{titleOfGate(gate)}</span>
      <span>
        <StatusBadge status={statusOf(gateStatuses, state)} />
      </span>
      <div className="min-w-0 space-y-0.5">
        <p className={isOpen ? "text-muted" : ""}>
          <PlainText text={because} />
        </p>
        {!isOpen && typeof opensAt === "string" && (
          <p>
            <Icon name="clock" className="mr-1 size-3.5 text-muted" />
            opens <Countdown at={opensAt} />
          </p>
        )}
        {!isOpen && next !== undefined && (
          <p className="text-muted">
            <span className="font-medium text-text">Next:</span> <PlainText text={next} />
          </p>
        )}
        {!isOpen && openers.length > 0 && (
          <p className="text-muted">
            <Icon name="person" className="mr-1 size-3.5" />
            May open it: <PlainText text={openers.join(", ")} />
          </p>
        )}
        {problems.length > 0 && <ProblemList problems={problems} />}
      </div>
    </li>
  );
}
