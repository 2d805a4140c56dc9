import { useId, useState } from "react";

import { Button } from "../../design/button.tsx";
import { Icon } from "../../design/icon.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { StatusIcon } from "../../design/status-badge.tsx";
import { gateStatuses, statusOf } from "../../design/statuses.ts";
import { Instant } from "../../design/time.tsx";

interface Verdict {
  readonly gate: string;
  readonly verdict: string;
  readonly because: string;
  readonly next?: string | undefined;
  readonly opensAt?: string | null | undefined;
}

export interface GateListProps {
  readonly verdicts: readonly Verdict[];
  /** When all will be open, if nothing but time passes. */
  readonly predictedAt?: string | null | undefined;
}

/** Every gate with its reason: closed ones first, open ones when somebody wants them. */
export function GateList({ verdicts, predictedAt = null }: GateListProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const closed = verdicts.filter(({ verdict }) => verdict !== "open");
  const open = verdicts.filter(({ verdict }) => verdict === "open");
  return (
    <div className="space-y-2 text-sm">
      {closed.length === 0 && (
        <p className="m-0 flex items-center gap-2">
          <Icon name="check" className="text-good" /> All {open.length} gates are open.
        </p>
      )}
      <ul className="m-0 list-none space-y-2 p-0">
        {closed.map((verdict) => (
          <Gate key={verdict.gate} verdict={verdict} />
        ))}
      </ul>
      {predictedAt !== null && (
        <p className="m-0 text-muted">
          All are open at <Instant at={predictedAt} />, if nothing but time passes.
        </p>
      )}
      {open.length > 0 && (
        <>
          <Button
            look="quiet"
            className="min-h-7 px-1 text-xs"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name="chevron" className={`transition-transform ${isOpen ? "rotate-90" : ""}`} />
            {open.length} open {open.length === 1 ? "gate" : "gates"}
          </Button>
          <ul id={id} hidden={!isOpen} className="m-0 list-none space-y-1 p-0">
            {isOpen && open.map((verdict) => <Gate key={verdict.gate} verdict={verdict} />)}
          </ul>
        </>
      )}
    </div>
  );
}

function Gate({ verdict: { gate, verdict, because, next, opensAt = null } }: { readonly verdict: Verdict }) {
  return (
    <li className="flex items-start gap-2">
      <span className="mt-0.5">
        <StatusIcon status={statusOf(gateStatuses, verdict)} />
      </span>
      <div className="min-w-0 flex-1">
        <span className="font-semibold">{gate}</span> <span className="text-muted">·</span>{" "}
        <span className={verdict === "open" ? "text-muted" : ""}>
          <Sentence text={because} />
        </span>
        {next !== undefined && (
          <div className="text-muted">
            <Sentence text={next} />
          </div>
        )}
        {opensAt !== null && (
          <div className="text-muted">
            Opens at <Instant at={opensAt} /> at the earliest.
          </div>
        )}
      </div>
    </li>
  );
}
