import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { AnswerDeploy } from "../../deploys/answer-deploy.tsx";
import { CommitLine } from "../../deploys/commit-line.tsx";
import { DeployProgress } from "../../deploys/deploy-progress.tsx";
import { type DeployAnswer, deployQuery } from "../../deploys/deploy-queries.ts";
import { GateList } from "../../deploys/gate-list.tsx";
import { openersOf } from "../../deploys/gates.ts";
import { PlanChanges } from "../../deploys/plan-changes.tsx";
import { ProblemList } from "../../deploys/problem-list.tsx";
import { problemsOf } from "../../deploys/problems.ts";
import { buttonClasses } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { DeployBadge } from "../../design/status-badge.tsx";
import { type Environment, policyOf } from "../../environments/environment-queries.ts";

/** The plan on its way: how far it is, what it does, and what every gate says. */
export function PendingPlan({ environment }: { readonly environment: Environment }) {
  const { deploy } = environment;
  if (deploy === null) return null;
  return <OnItsWay environment={environment} id={deploy} />;
}

function OnItsWay({ environment, id }: { readonly environment: Environment; readonly id: string }) {
  const query = useQuery(deployQuery(id));
  const { slug, desired, state } = environment;
  return (
    <Panel
      title={state === "refused" ? "The newest plan" : "On its way"}
      isFlush
      actions={
        <>
          {desired.revision !== null && (
            <Link
              to="/environments/$env/preview"
              params={{ env: slug }}
              search={{ revision: desired.revision }}
              className={buttonClasses("quiet")}
            >
              Change preview
            </Link>
          )}
          <Link to="/deploys/$id" params={{ id }} className={buttonClasses("quiet")}>
            Open the deploy
          </Link>
        </>
      }
    >
      <QueryView query={query} what="the plan that is on its way" lines={4}>
        {(answer) => <Plan environment={environment} answer={answer} />}
      </QueryView>
    </Panel>
  );
}

interface PlanProps {
  readonly environment: Environment;
  readonly answer: DeployAnswer;
}

function Plan({ environment, answer }: PlanProps) {
  const { deploy, approval } = answer;
  const problems = environment.problems.length === 0 ? problemsOf(deploy) : [];
  return (
    <div className="divide-y divide-line">
      <div className="flex flex-wrap items-start justify-between gap-3 p-4">
        <div className="min-w-0 flex-1 basis-72 space-y-1.5">
          <div className="flex flex-wrap items-center gap-2">
            <DeployBadge state={deploy.state} because={deploy.because} />
            <CommitLine commit={deploy.commit} />
          </div>
          <DeployProgress answer={answer} />
        </div>
        <AnswerDeploy deploy={deploy} approval={approval} />
      </div>
      <PlanChanges environment={environment.slug} changes={deploy.plan.changes} most={8} isFolded />
      {problems.length > 0 && (
        <div className="p-4">
          <ProblemList problems={problems} />
        </div>
      )}
      <div className="p-4">
        <GateList verdicts={deploy.verdicts} openers={openersOf(policyOf(environment))} />
      </div>
    </div>
  );
}
