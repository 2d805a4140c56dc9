import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { Badge } from "../../design/badge.tsx";
import { Countdown } from "../../design/countdown.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { EmptyState } from "../../design/states.tsx";
import { SyncBadge } from "../../design/status-badge.tsx";
import { currentOf, type Environment, environmentQuery } from "../../environments/environment-queries.ts";
import { EnvironmentActions } from "./environment-actions.tsx";
import { EnvironmentLists } from "./environment-lists.tsx";
import { EnvironmentNotices } from "./environment-notices.tsx";
import { EnvironmentProblems } from "./environment-problems.tsx";
import { EnvironmentRules } from "./environment-rules.tsx";
import { PendingPlan } from "./pending-plan.tsx";
import { ThreeRevisions } from "./three-revisions.tsx";

const route = getRouteApi("/in/environments/$env");

/** `/environments/$env`: what git wants, what runs, what was found, what keeps them apart, and who or what ends that. */
export function EnvironmentScreen() {
  const { env } = route.useParams();
  const query = useQuery(environmentQuery(env));
  return (
    <>
      {query.data === undefined && <PageHeader title={env} trail={<Trail />} />}
      <QueryView query={query} what={`the environment ${env}`} lines={10}>
        {(answer) => {
          const environment = currentOf(answer);
          if (environment === null) return <EmptyState title="Nothing is known of it yet" />;
          return <Page key={env} environment={environment} />;
        }}
      </QueryView>
    </>
  );
}

/** Stands above the title from the beginning, so that nothing moves when the rest comes. */
function Trail() {
  return (
    <Link to="/" className="text-muted underline-offset-2 hover:underline">
      Pipelines
    </Link>
  );
}

function Page({ environment }: { readonly environment: Environment }) {
  return (
    <>
      <Head environment={environment} />
      <EnvironmentNotices environment={environment} />
      <ThreeRevisions environment={environment} />
      <div className="mt-4 grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)]">
        <div className="min-w-0 space-y-4">
          <EnvironmentProblems environment={environment} />
          <PendingPlan environment={environment} />
          <EnvironmentLists env={environment.slug} appliedDeploy={environment.applied.deploy} />
        </div>
        <EnvironmentRules environment={environment} />
      </div>
    </>
  );
}

function Head({ environment }: { readonly environment: Environment }) {
  const { slug, title, tier, state, because, next, opensAt, predictedAt } = environment;
  return (
    <PageHeader
      title={<PlainText text={title} limit={120} />}
      windowTitle={slug}
      trail={<Trail />}
      badges={
        <>
          <SyncBadge state={state} because={because} />
          <Badge tone="idle">{tier}</Badge>
        </>
      }
      actions={<EnvironmentActions environment={environment} />}
    >
      <p>
        <Sentence text={because} />
      </p>
      {state !== "in-sync" && (
        <p>
          <span className="font-medium text-text">Next:</span> <Sentence text={next} />
        </p>
      )}
      {predictedAt === null ? (
        opensAt !== null && (
          <p>
            A gate opens <Countdown at={opensAt} />.
          </p>
        )
      ) : (
        <p className="text-text">
          It deploys by itself <Countdown at={predictedAt} />.
        </p>
      )}
    </PageHeader>
  );
}
