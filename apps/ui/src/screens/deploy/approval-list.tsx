import type { Approval } from "../../deploys/deploy-queries.ts";
import { PlainText } from "../../design/plain-text.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { type Status, statusOf } from "../../design/statuses.ts";
import { Instant } from "../../design/time.tsx";

const verdicts: Readonly<Record<string, Status>> = {
  approved: { word: "Approved", tone: "good", icon: "check" },
  rejected: { word: "Rejected", tone: "bad", icon: "cross" },
  "broken-glass": { word: "Glass broken", tone: "warn", icon: "warning" },
};

export interface ApprovalListProps {
  readonly approvals: readonly Approval[];
  /** Whether somebody can still answer. */
  readonly isOpen: boolean;
}

/** Who said what to the plan, when and why; the oldest first. */
export function ApprovalList({ approvals, isOpen }: ApprovalListProps) {
  if (approvals.length === 0) {
    return (
      <p className="text-sm text-muted">
        {isOpen ? "Nobody has answered this plan yet." : "Nobody was asked, or nobody answered."}
      </p>
    );
  }
  return (
    <ul aria-label="Answers" className="list-none space-y-2.5 p-0 text-sm">
      {approvals.map(({ actor, verdict, reason, at }) => (
        <li key={`${actor} ${at}`} className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-2">
            <StatusBadge status={statusOf(verdicts, verdict)} />
            <PlainText text={actor} limit={80} className="font-medium" />
          </div>
          <p className="text-muted">
            <Instant at={at} />
          </p>
          {reason !== "" && (
            <p>
              <PlainText text={reason} limit={600} isBlock />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
