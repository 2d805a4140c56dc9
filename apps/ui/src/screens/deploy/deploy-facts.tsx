import { Link } from "@tanstack/react-router";

import type { DeployAnswer } from "../../deploys/deploy-queries.ts";
import { ExternalLink } from "../../design/external-link.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { Instant, Time } from "../../design/time.tsx";

/** Where a deploy comes from: commit, author, pull request, and what its plan is bound to. */
export function DeployFacts({ answer: { deploy, pullRequest } }: { readonly answer: DeployAnswer }) {
  const { id, commit, actor, createdAt, updatedAt, plan, planHash, controlRevision, revision } = deploy;
  const body = commit.message.split("\n").slice(1).join("\n").trim();
  return (
    <Panel title="Where it comes from">
      <Facts>
        <Fact name="Commit">
          <Link to="/commits/$sha" params={{ sha: revision }} className="text-link">
            <ShortId id={revision} />
          </Link>
        </Fact>
        <Fact name="Author">
          <PlainText text={commit.author.name} limit={80} />{" "}
          <span className="text-muted">
            <PlainText text={`<${commit.author.email}>`} limit={120} />, <Time at={commit.author.at} />
          </span>
        </Fact>
        {commit.committer.email !== commit.author.email && (
          <Fact name="Committer">
            <PlainText text={commit.committer.name} limit={80} />
          </Fact>
        )}
        {pullRequest !== null && (
          <Fact name="Pull request">
            <ExternalLink href={pullRequest.url}>
              <PlainText text={`#${pullRequest.number} ${pullRequest.title}`} limit={null} />
            </ExternalLink>
            <div className="text-muted">
              {pullRequest.author !== null && (
                <>
                  by <PlainText text={pullRequest.author} limit={80} />
                </>
              )}
              {pullRequest.mergedBy !== null && (
                <>
                  , merged by <PlainText text={pullRequest.mergedBy} limit={80} />
                </>
              )}
            </div>
          </Fact>
        )}
        <Fact name="Ordered by">
          <PlainText text={actor.id} limit={80} />
        </Fact>
        <Fact name="Planned">
          <Instant at={createdAt} />
        </Fact>
        <Fact name="Last change">
          <Instant at={updatedAt} />
        </Fact>
        <Fact name="From">
          {plan.base.revision === null ? "nothing" : <ShortId id={plan.base.revision} />} (apply{" "}
          {plan.base.sequence})
        </Fact>
        {controlRevision !== revision && (
          <Fact name="Rules from">
            <ShortId id={controlRevision} />
          </Fact>
        )}
        <Fact name="Plan hash">
          <ShortId id={planHash} canCopy />
        </Fact>
        <Fact name="Deploy">
          <ShortId id={id} digits={36} canCopy />
        </Fact>
      </Facts>
      {body !== "" && (
        <div className="mt-3 border-t border-line pt-3 text-sm text-muted">
          <PlainText text={body} isBlock limit={1_000} />
        </div>
      )}
    </Panel>
  );
}
