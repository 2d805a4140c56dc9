import { Countdown } from "../design/countdown.tsx";
import { Icon } from "../design/icon.tsx";
import { PlainText } from "../design/plain-text.tsx";
import { Sentence } from "../design/sentence.tsx";
import { StatusBadge } from "../design/status-badge.tsx";
import { gateStatuses, statusOf } from "../design/statuses.ts";
import { type ShownVerdict, sortGates, titleOfGate } from "./gates.ts";

export interface GateListProps {
  readonly verdicts: readonly ShownVerdict[];
  /** Who may open each gate, by its name, where the policy names somebody. */
  readonly openers?: Readonly<Record<string, readonly string[]>>;
  /** Open gates are unfolded from the start. */
  readonly areAllShown?: boolean;
}

/**
 * Gate by gate whether a plan may be applied, why, what opens it, when, and who may. Closed gates come first. Their problems
 * are listed above them, each once: a gate's sentence would repeat one of them.
 */
export function GateList({ verdicts, openers = {}, areAllShown = false }: GateListProps) {
  const { closed, open, notAsked } = sortGates(verdicts);
  if (verdicts.length === 0) return <p className="text-sm text-muted">No gate has been asked yet.</p>;
  return (
    <div className="@container space-y-2 text-sm">
      {closed.length > 0 && (
        <ul aria-label="Closed gates" className="list-none divide-y divide-line">
          {closed.map((verdict) => (
            <ClosedGate key={verdict.gate} verdict={verdict} openers={openers[verdict.gate] ?? []} />
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <details open={areAllShown || undefined}>
          <summary className="text-muted">
            <Icon name="check" className="mr-1 text-good" />
            {countOpen(open.length, closed.length)}
          </summary>
          <ul aria-label="Open gates" className="mt-1.5 list-none space-y-0.5">
            {open.map(({ gate, because }) => (
              <li key={gate} className={rowClasses}>
                <span>{titleOfGate(gate)}</span>
                <span className="min-w-0 text-muted @md:col-span-2">
                  <Sentence text={because} />
                </span>
              </li>
            ))}
          </ul>
          {notAsked.length > 0 && (
            <p className="mt-1.5 text-muted">
              Not asked for here: {notAsked.map(({ gate }) => titleOfGate(gate)).join(", ")}
            </p>
          )}
        </details>
      )}
    </div>
  );
}

const rowClasses = "grid grid-cols-1 gap-x-3 gap-y-0.5 @md:grid-cols-[9rem_6rem_minmax(0,1fr)]";

function countOpen(open: number, closed: number): string {
  if (closed === 0) return "Every gate is open";
  return open === 1 ? "1 other gate is open" : `${open} other gates are open`;
}

function ClosedGate({
  verdict,
  openers,
}: {
  readonly verdict: ShownVerdict;
  readonly openers: readonly string[];
}) {
  const { gate, verdict: state, because, next, opensAt, problems = [] } = verdict;
  return (
    <li className={`py-2 first:pt-0 ${rowClasses}`}>
      <span className="font-medium">{titleOfGate(gate)}</span>
      <span>
        <StatusBadge status={statusOf(gateStatuses, state)} />
      </span>
      <div className="min-w-0 space-y-0.5">
        <p>
          {problems.length === 0 ? (
            <Sentence text={because} />
          ) : (
            `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`
          )}
        </p>
        {typeof opensAt === "string" && (
          <p>
            <Icon name="clock" className="mr-1 size-3.5 text-muted" />
            opens <Countdown at={opensAt} />
          </p>
        )}
        {next !== undefined && (
          <p className="text-muted">
            <span className="font-medium text-text">Next:</span> <Sentence text={next} />
          </p>
        )}
        {openers.length > 0 && (
          <p className="text-muted">
            <Icon name="person" className="mr-1 size-3.5" />
            May open it: <PlainText text={openers.join(", ")} />
          </p>
        )}
      </div>
    </li>
  );
}
