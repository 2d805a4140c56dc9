import { Link } from "@tanstack/react-router";

import { AnswerDeploy } from "../../deploys/answer-deploy.tsx";
import { describeChanges } from "../../deploys/changes.ts";
import { subjectOf } from "../../deploys/commit-line.tsx";
import type { DeployAnswer } from "../../deploys/deploy-queries.ts";
import { sortGates, titleOfGate } from "../../deploys/gates.ts";
import { PlanChanges } from "../../deploys/plan-changes.tsx";
import { Badge } from "../../design/badge.tsx";
import { Countdown } from "../../design/countdown.tsx";
import { PlainText, showShort } from "../../design/plain-text.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Time } from "../../design/time.tsx";

/** A plan that waits for a yes. */
export function WaitingDeploy({ answer: { deploy, approval } }: { readonly answer: DeployAnswer }) {
  const { id, environment, commit, plan, planHash, verdicts, createdAt } = deploy;
  const { closed } = sortGates(verdicts);
  return (
    <article className="space-y-3 text-sm">
      <div>
        <div className="flex flex-wrap items-center gap-2 text-muted">
          <Badge tone="info" icon="up">
            Deploy to {environment}
          </Badge>
          <Time at={createdAt} />
        </div>
        <h3 className="mt-1 text-base">
          <Link to="/deploys/$id" params={{ id }} className="text-text underline-offset-2 hover:underline">
            <PlainText text={showShort(subjectOf(commit.message))} limit={null} className="line-clamp-3" />
          </Link>
        </h3>
        <p className="text-muted">
          by <PlainText text={commit.author.name} limit={80} />, <ShortId id={commit.revision} />,{" "}
          {describeChanges(plan.changes)}, plan <ShortId id={planHash} />
        </p>
      </div>
      <ul aria-label="Closed gates" className="list-none space-y-1">
        {closed.map(({ gate, because, opensAt }) => (
          <li key={gate}>
            <span className="font-medium">{titleOfGate(gate)}:</span> <Sentence text={because} />
            {typeof opensAt === "string" && (
              <>
                {" "}
                Opens <Countdown at={opensAt} />.
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="rounded-md border border-line">
        <PlanChanges environment={environment} changes={plan.changes} most={5} isFolded />
      </div>
      <AnswerDeploy deploy={deploy} approval={approval} isLarge />
    </article>
  );
}
