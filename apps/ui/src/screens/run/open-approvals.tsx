import { useQuery } from "@tanstack/react-query";

import { describeProblem } from "../../api/api-failure.ts";
import type { AskedStep } from "../../approvals/approval-queries.ts";
import { mayAnswer } from "../../approvals/sort-waiting.ts";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { Banner } from "../../design/states.tsx";
import { Time } from "../../design/time.tsx";
import { AnswerApproval } from "../../runs/answer-approval.tsx";
import type { Session } from "../../session/session.ts";
import { useSession } from "../../session/use-session.ts";
import { type RunDetails, runApprovalsQuery } from "./run-queries.ts";

/** What this run asks people, with a form for those who may answer. */
export function OpenApprovals({ run }: { readonly run: RunDetails }) {
  const { data, error } = useQuery({ ...runApprovalsQuery(run.id), enabled: run.endedAt === null });
  const session = useSession();
  if (run.endedAt !== null) return null;
  if (data === undefined)
    return error === null ? null : (
      <Banner tone="warn" icon="warning">
        What it asks people could not be fetched: {describeProblem(error).detail}
      </Banner>
    );
  return data.map((approval) => (
    <Panel
      key={`${approval.step} ${approval.item}`}
      title={`Waits for an answer: ${approval.step}${approval.item < 0 ? "" : `, item ${approval.item}`}`}
      actions={
        <span className="text-xs text-muted">
          expires <Time at={approval.expiresAt} />
        </span>
      }
      className="mb-4"
    >
      <PlainText text={approval.prompt} limit={600} isBlock className="mb-3 font-medium" />
      <Answer run={run} approval={approval} session={session} />
    </Panel>
  ));
}

interface AnswerProps {
  readonly run: RunDetails;
  readonly approval: AskedStep;
  readonly session: Session;
}

function Answer({ run, approval, session }: AnswerProps) {
  if (run.actor.id === `token:${session.name}`)
    return <p className="text-sm text-muted">You started this run, so somebody else answers.</p>;
  if (!mayAnswer(session, approval))
    return (
      <p className="text-sm text-muted">
        Asked of <PlainText text={approval.assignees.join(", ")} /> and of approvers.
      </p>
    );
  return (
    <div className="max-w-lg">
      <AnswerApproval asked={approval} />
    </div>
  );
}
