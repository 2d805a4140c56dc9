import { Link } from "@tanstack/react-router";

import type { AskedStep } from "../../approvals/approval-queries.ts";
import { mayAnswer } from "../../approvals/sort-waiting.ts";
import { Badge } from "../../design/badge.tsx";
import { Countdown } from "../../design/countdown.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { Time } from "../../design/time.tsx";
import { AnswerApproval } from "../../runs/answer-approval.tsx";
import { useSession } from "../../session/use-session.ts";

/** What a run asks, with its form for whoever may answer. */
export function WaitingStep({ asked }: { readonly asked: AskedStep }) {
  const { run, environment, slug, version, step, item, prompt, assignees, since, expiresAt } = asked;
  const isMine = mayAnswer(useSession(), asked);
  return (
    <article className="space-y-3 text-sm">
      <div>
        <div className="flex flex-wrap items-center gap-2 text-muted">
          <Badge tone="info" icon="question">
            Run in {environment}
          </Badge>
          <span>
            asked <Time at={since} />, expires <Countdown at={expiresAt} />
          </span>
        </div>
        <h3 className="mt-1 text-base whitespace-pre-wrap">
          <PlainText text={prompt} limit={2_000} />
        </h3>
        <p className="text-muted">
          <Link to="/runs/$id" params={{ id: run }} className="text-muted underline underline-offset-2">
            <PlainText isInControl text={`${slug}@${version}`} limit={100} />
          </Link>
          , step <PlainText text={item < 0 ? step : `${step}, item ${item}`} limit={100} />, asked of{" "}
          <PlainText text={assignees.length === 0 ? "approvers" : `${assignees.join(", ")} and approvers`} />
        </p>
      </div>
      {isMine && (
        <div className="max-w-lg [&_button]:min-h-11 max-sm:[&_form>div:last-child_button]:flex-1 [&_input]:min-h-11 [&_label:has([type=checkbox])]:min-h-11 [&_select]:min-h-11">
          <AnswerApproval asked={asked} />
        </div>
      )}
    </article>
  );
}
