import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { AnswerDeploy } from "../../deploys/answer-deploy.tsx";
import { CommitLine } from "../../deploys/commit-line.tsx";
import { DeployProgress } from "../../deploys/deploy-progress.tsx";
import { deployQuery } from "../../deploys/deploy-queries.ts";
import { GateList } from "../../deploys/gate-list.tsx";
import { ProblemList } from "../../deploys/problem-list.tsx";
import { problemsOf } from "../../deploys/problems.ts";
import { buttonClasses } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { DeployBadge } from "../../design/status-badge.tsx";

export interface OnItsWayProps {
  readonly environment: string;
  readonly id: string;
}

/** The deploy that is on its way into the upper environment, to be answered right here. */
export function OnItsWay({ environment, id }: OnItsWayProps) {
  const query = useQuery(deployQuery(id));
  return (
    <Panel
      title={`On its way into ${environment}`}
      className="mb-4"
      actions={
        <Link to="/deploys/$id" params={{ id }} className={buttonClasses("quiet")}>
          Open the deploy
        </Link>
      }
    >
      <QueryView query={query} what="the deploy" lines={3}>
        {(answer) => (
          <div className="space-y-3">
            <div className="flex flex-wrap items-start justify-between gap-3">
              <div className="min-w-0 flex-1 basis-72 space-y-1.5">
                <div className="flex flex-wrap items-center gap-2">
                  <DeployBadge state={answer.deploy.state} because={answer.deploy.because} />
                  <CommitLine commit={answer.deploy.commit} />
                </div>
                <DeployProgress answer={answer} />
              </div>
              <AnswerDeploy deploy={answer.deploy} approval={answer.approval} />
            </div>
            {problemsOf(answer.deploy).length > 0 && <ProblemList problems={problemsOf(answer.deploy)} />}
            <GateList verdicts={answer.deploy.verdicts} />
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
