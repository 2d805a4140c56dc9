import { useQuery } from "@tanstack/react-query";

import { describeChanges } from "../../deploys/changes.ts";
import type { DeployAnswer } from "../../deploys/deploy-queries.ts";
import { GateList } from "../../deploys/gate-list.tsx";
import { openersOf } from "../../deploys/gates.ts";
import { PlanChanges } from "../../deploys/plan-changes.tsx";
import { ProblemList } from "../../deploys/problem-list.tsx";
import { problemsOf } from "../../deploys/problems.ts";
import { Panel } from "../../design/panel.tsx";
import { currentOf, environmentQuery, policyOf } from "../../environments/environment-queries.ts";
import { ApprovalList } from "./approval-list.tsx";
import { DeployFacts } from "./deploy-facts.tsx";
import { ImpactPanel } from "./impact-panel.tsx";
import { LedgerRecords } from "./ledger-records.tsx";
import { VerificationPanel } from "./verification-panel.tsx";

/** Everything about a deploy below its head. */
export function DeployDetails({ answer }: { readonly answer: DeployAnswer }) {
  const { deploy, approvals, records, verification } = answer;
  const { plan, environment } = deploy;
  const problems = problemsOf(deploy);
  const isOpen = deploy.state === "waiting" || deploy.state === "planned";
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)]">
      <div className="min-w-0 space-y-4">
        {problems.length > 0 && (
          <Panel title={problems.length === 1 ? "1 problem" : `${problems.length} problems`}>
            <ProblemList problems={problems} />
          </Panel>
        )}
        <Gates answer={answer} />
        <Panel title={`Plan: ${describeChanges(plan.changes)}`} isFlush>
          <PlanChanges environment={environment} changes={plan.changes} />
        </Panel>
        {isOpen && <ImpactPanel env={environment} revision={deploy.revision} />}
        {verification.length > 0 && <VerificationPanel verification={verification} />}
        <LedgerRecords env={environment} records={records} />
      </div>
      <div className="min-w-0 space-y-4">
        <DeployFacts answer={answer} />
        <Panel title="Approvals">
          <ApprovalList approvals={approvals} isOpen={isOpen} />
        </Panel>
      </div>
    </div>
  );
}

function Gates({ answer: { deploy } }: { readonly answer: DeployAnswer }) {
  const { data } = useQuery(environmentQuery(deploy.environment));
  const environment = data === undefined ? null : currentOf(data);
  return (
    <Panel title="Gates">
      <GateList
        verdicts={deploy.verdicts}
        areAllShown
        openers={openersOf(environment === null ? null : policyOf(environment))}
      />
    </Panel>
  );
}
