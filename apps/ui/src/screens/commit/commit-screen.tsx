import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { GateList } from "../../deploys/gate-list.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { Instant, Time } from "../../design/time.tsx";
import { type CommitPlace, commitQuery } from "./commit-queries.ts";
import { commitStates } from "./commit-states.ts";

const route = getRouteApi("/in/commits/$sha");

/** `/commits/$sha`: where a commit is, and what keeps it from being elsewhere. */
export function CommitScreen() {
  const { sha } = route.useParams();
  const query = useQuery(commitQuery(sha));
  return (
    <>
      <PageHeader
        title={
          <>
            Commit <ShortId id={sha} />
          </>
        }
        windowTitle={`Commit ${sha.slice(0, 12)}`}
      />
      <QueryView query={query} what="the commit">
        {({ commit: { revision, message, author, committer }, environments }) => (
          <div className="space-y-4">
            <Panel title="What git says">
              <Facts>
                <Fact name="Message">
                  <PlainText text={message} isBlock />
                </Fact>
                <Fact name="Author">
                  <PlainText text={author.name} />, <Instant at={author.at} />
                </Fact>
                {committer.name !== author.name && (
                  <Fact name="Committed by">
                    <PlainText text={committer.name} />, <Instant at={committer.at} />
                  </Fact>
                )}
                <Fact name="Revision">
                  <ShortId id={revision} digits={40} canCopy />
                </Fact>
              </Facts>
            </Panel>
            {environments.length === 0 && (
              <EmptyState title="No environment within your reach">
                Ask an admin for a token that reaches one.
              </EmptyState>
            )}
            {environments.map((place) => (
              <Place key={place.environment} place={place} />
            ))}
          </div>
        )}
      </QueryView>
    </>
  );
}

function Place({ place }: { readonly place: CommitPlace }) {
  const { environment, state, because, next, deploy, at, gates, predictedAt } = place;
  return (
    <Panel
      title={
        <Link
          to="/environments/$env"
          params={{ env: environment }}
          className="underline decoration-line underline-offset-2"
        >
          {environment}
        </Link>
      }
      actions={<StatusBadge status={commitStates[state]} because={because} />}
    >
      <p>
        <Sentence text={because} />
      </p>
      <p className="text-muted">
        <Sentence text={next} />
        {predictedAt !== null && (
          <>
            {" "}
            It will be deployed <Time at={predictedAt} />, if nothing but time passes.
          </>
        )}
      </p>
      {deploy !== null && (
        <p className="mt-2 text-sm">
          <Link to="/deploys/$id" params={{ id: deploy }} className="text-link">
            See the deploy
          </Link>
          {at !== null && (
            <>
              , applied <Time at={at} />
            </>
          )}
        </p>
      )}
      {gates.length > 0 && (
        <div className="mt-3 border-t border-line pt-3">
          <GateList verdicts={gates} />
        </div>
      )}
    </Panel>
  );
}
