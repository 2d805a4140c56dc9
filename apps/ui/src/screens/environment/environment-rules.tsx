import type { Environment as Policy } from "@lockstep/model";
import { useQuery } from "@tanstack/react-query";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { describeDuration } from "../../design/time.tsx";
import { type Environment, policyOf, statisticsQuery } from "../../environments/environment-queries.ts";
import { describePolicy } from "../../environments/policy-facts.ts";
import { WindowsPanel } from "./windows-panel.tsx";

/** How deploys of an environment do, when it takes them, and what it asks of them. */
export function EnvironmentRules({ environment }: { readonly environment: Environment }) {
  const policy = policyOf(environment);
  return (
    <div className="min-w-0 space-y-4">
      <Performance env={environment.slug} />
      {environment.windows !== null && <WindowsPanel windows={environment.windows} />}
      {policy !== null && <PolicyPanel policy={policy} />}
    </div>
  );
}

function Performance({ env }: { readonly env: string }) {
  const query = useQuery(statisticsQuery(env));
  return (
    <Panel title="Deploys, last 30 days">
      <QueryView query={query} what="how deploys do" lines={4}>
        {({ applied, refused, rollbacks, perWeek, failureShare, leadTimeMs }) => (
          <Facts>
            <Fact name="Deploys a week">{perWeek.toFixed(perWeek < 10 ? 1 : 0)}</Fact>
            <Fact name="Failure rate">
              {failureShare === null ? "nothing to count yet" : `${(100 * failureShare).toFixed(1)} %`}
            </Fact>
            <Fact name="Lead time">
              {leadTimeMs === null ? "nothing to count yet" : describeDuration(leadTimeMs)}
            </Fact>
            <Fact name="Applied">{applied}</Fact>
            <Fact name="Refused">{refused}</Fact>
            <Fact name="Rolled back">{rollbacks}</Fact>
          </Facts>
        )}
      </QueryView>
    </Panel>
  );
}

function PolicyPanel({ policy }: { readonly policy: Policy }) {
  return (
    <Panel title="What a deploy needs">
      <Facts>
        {describePolicy(policy).map(({ name, text }) => (
          <Fact key={name} name={name}>
            <PlainText text={text} />
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}
