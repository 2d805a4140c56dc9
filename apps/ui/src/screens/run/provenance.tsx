import { Link } from "@tanstack/react-router";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Fact, Facts } from "../../design/table.tsx";
import { Instant } from "../../design/time.tsx";
import { Duration } from "../../runs/duration.tsx";
import type { RunDetails } from "./run-queries.ts";

const link = "text-link";

/** Exactly what ran, where it came from, and what was reviewed. */
export function Provenance({ run }: { readonly run: RunDetails }) {
  return (
    <Panel title="What ran, and why" className="mb-4">
      <div className="grid items-start gap-x-8 gap-y-1.5 md:grid-cols-2 xl:grid-cols-3">
        <Content run={run} />
        <Cause run={run} />
        <Times run={run} />
      </div>
    </Panel>
  );
}

function Content({ run }: { readonly run: RunDetails }) {
  return (
    <Facts>
      <Fact name="Version">
        <Link
          to="/environments/$env/pipelines/$slug"
          params={{ env: run.environment, slug: run.slug }}
          className={link}
        >
          {run.slug} {run.version}
        </Link>
      </Fact>
      <Fact name="Content">
        <ShortId id={run.content} />
      </Fact>
      <Fact name="Revision">
        <Link to="/commits/$sha" params={{ sha: run.revision }} className={link}>
          <ShortId id={run.revision} />
        </Link>
      </Fact>
      <Fact name="Reviewed as">
        <Link to="/deploys/$id" params={{ id: run.deploy }} className={link}>
          the deploy that put it there
        </Link>
      </Fact>
    </Facts>
  );
}

const causes: Readonly<Record<RunDetails["trigger"]["type"], string>> = {
  api: "A call of the API",
  cron: "A schedule",
  webhook: "A webhook",
  pipeline: "Another pipeline",
  event: "An event",
  cli: "The command line",
};

function Cause({ run }: { readonly run: RunDetails }) {
  const { trigger, actor, parent, retryOf, queue, team } = run;
  return (
    <Facts>
      <Fact name="Started by">
        {causes[trigger.type]}
        {trigger.id !== null && (
          <>
            {" "}
            (<PlainText text={trigger.id} limit={80} />)
          </>
        )}
      </Fact>
      <Fact name="On behalf of">
        <PlainText text={actor.id} limit={100} />
      </Fact>
      {parent !== null && (
        <Fact name="Called by">
          <Link to="/runs/$id" params={{ id: parent.run }} className={link}>
            {parent.ancestors.at(-1) ?? "another run"}
          </Link>
          , step {parent.step}
        </Fact>
      )}
      {retryOf !== null && (
        <Fact name="Takes up">
          <Link to="/runs/$id" params={{ id: retryOf }} className={link}>
            an earlier run
          </Link>
        </Fact>
      )}
      <Fact name="Queue">
        <PlainText text={queue} limit={80} />
        {team !== null && (
          <>
            {" "}
            of team <PlainText text={team} limit={80} />
          </>
        )}
      </Fact>
    </Facts>
  );
}

function Times({ run }: { readonly run: RunDetails }) {
  return (
    <Facts>
      <Fact name="Accepted">
        <Instant at={run.createdAt} />
      </Fact>
      <Fact name="Waited">
        <Duration run={run} of="waited" />
      </Fact>
      <Fact name="Took">
        <Duration run={run} of="took" />
      </Fact>
      {run.endedAt === null && (
        <Fact name="At the latest until">
          <Instant at={run.deadlineAt} />
        </Fact>
      )}
      {run.cost > 0 && <Fact name="Cost">{run.cost.toLocaleString("en", { maximumFractionDigits: 4 })}</Fact>}
    </Facts>
  );
}
