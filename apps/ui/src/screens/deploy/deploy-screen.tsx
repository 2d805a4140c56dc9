import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { AnswerDeploy } from "../../deploys/answer-deploy.tsx";
import { subjectOf } from "../../deploys/commit-line.tsx";
import { DeployProgress } from "../../deploys/deploy-progress.tsx";
import { type DeployAnswer, deployQuery } from "../../deploys/deploy-queries.ts";
import { Badge } from "../../design/badge.tsx";
import { buttonClasses } from "../../design/button.tsx";
import { Countdown } from "../../design/countdown.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { DeployBadge } from "../../design/status-badge.tsx";
import { currentOf, environmentQuery } from "../../environments/environment-queries.ts";
import { DebtBanner } from "./debt-banner.tsx";
import { DeployDetails } from "./deploy-details.tsx";

const route = getRouteApi("/in/deploys/$id");

/** `/deploys/$id`: one plan in one environment, from the commit to its proof. It moves as the deploy moves. */
export function DeployScreen() {
  const { id } = route.useParams();
  const query = useQuery(deployQuery(id));
  return (
    <>
      {query.data === undefined && <PageHeader title="Deploy" trail={<Trail environment={null} />} />}
      <QueryView query={query} what="the deploy" lines={10}>
        {(answer) => (
          <div key={id}>
            <Head answer={answer} />
            {answer.debt !== null && <DebtBanner debt={answer.debt} />}
            <DeployDetails answer={answer} />
          </div>
        )}
      </QueryView>
    </>
  );
}

/** Stands above the title from the beginning, so that nothing moves when the rest comes. */
function Trail({ environment }: { readonly environment: string | null }) {
  const look = "text-muted underline-offset-2 hover:underline";
  return (
    <>
      <Link to="/" className={look}>
        Pipelines
      </Link>
      {environment !== null && (
        <>
          <span aria-hidden="true">/</span>
          <Link to="/environments/$env" params={{ env: environment }} className={look}>
            {environment}
          </Link>
        </>
      )}
      <span aria-hidden="true">/</span>
      <span>deploy</span>
    </>
  );
}

function Head({ answer }: { readonly answer: DeployAnswer }) {
  const { deploy, approval } = answer;
  const { environment, state, because, next, predictedAt, intent, commit, id } = deploy;
  const isOpen = state === "waiting" || state === "planned";
  return (
    <PageHeader
      title={<PlainText text={subjectOf(commit.message)} limit={120} />}
      windowTitle={`Deploy ${id.slice(0, 8)}`}
      trail={<Trail environment={environment} />}
      badges={
        <>
          <DeployBadge state={state} because={because} />
          {intent !== "merge" && <Badge tone="hold">{intent}</Badge>}
        </>
      }
      actions={
        <>
          <AnswerDeploy deploy={deploy} approval={approval} />
          {state === "applied" && <WayBack id={id} env={environment} />}
        </>
      }
    >
      <div role="status" aria-label="State">
        <p>
          <Sentence text={because} />
        </p>
        {state !== "applied" && (
          <p>
            <span className="font-medium text-text">Next:</span> <Sentence text={next} />
          </p>
        )}
        {isOpen && predictedAt !== null && (
          <p className="text-text">
            It deploys by itself <Countdown at={predictedAt} />.
          </p>
        )}
      </div>
      <div className="mt-2">
        <DeployProgress answer={answer} />
      </div>
    </PageHeader>
  );
}

/** Away from the deploy in force, or back to an earlier one. */
function WayBack({ id, env }: { readonly id: string; readonly env: string }) {
  const { data } = useQuery(environmentQuery(env));
  const isInForce = data === undefined ? null : currentOf(data)?.applied.deploy === id;
  if (isInForce === null) return null;
  return (
    <Link
      to="/environments/$env/rollback"
      params={{ env }}
      search={isInForce ? {} : { to: id }}
      className={buttonClasses()}
    >
      {isInForce ? "Roll back" : "Go back to this"}
    </Link>
  );
}
