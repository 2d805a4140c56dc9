import { Link } from "@tanstack/react-router";

import { Badge } from "../../design/badge.tsx";
import { Button } from "../../design/button.tsx";
import { PageHeader } from "../../design/page-header.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { HealthBadge, RunBadge, SyncBadge } from "../../design/status-badge.tsx";
import { Time } from "../../design/time.tsx";
import { useMayAct } from "../../session/use-session.ts";
import { readAbout } from "./about.ts";
import type { AppliedPipeline, Place, Standing } from "./pipeline-queries.ts";

export interface PipelineHeadProps {
  readonly place: Place;
  readonly applied: AppliedPipeline | undefined;
  readonly standing: Standing | undefined;
  readonly onStart: () => void;
}

type Cell = NonNullable<Standing["pipeline"]["cells"][string]>;

/** What runs, is it what git says, how does it do, and the button that runs it. */
export function PipelineHead({ place, applied, standing, onStart }: PipelineHeadProps) {
  const { env, slug } = place;
  const cell = standing?.pipeline.cells[env] ?? null;
  const lastRun = cell?.lastRun ?? null;
  const { title, description, deprecated, tags } = readAbout(applied?.definition);
  const mayRun = useMayAct("runner");
  return (
    <PageHeader
      title={<PlainText text={slug} limit={120} />}
      windowTitle={`${slug} in ${env}`}
      trail={
        <>
          <Link to="/environments/$env" params={{ env }} className="text-link">
            <PlainText isInControl text={env} limit={60} />
          </Link>
          <Elsewhere place={place} standing={standing} />
        </>
      }
      badges={
        cell !== null && (
          <>
            <SyncBadge state={cell.sync} because={cell.because} />
            <HealthBadge state={cell.health} because={cell.healthBecause} />
          </>
        )
      }
      actions={
        applied !== undefined &&
        (mayRun ? (
          <Button look="primary" icon="play" onClick={onStart}>
            Run
          </Button>
        ) : (
          <p className="text-sm text-muted">Running it takes the role runner.</p>
        ))
      }
    >
      {title !== "" && (
        <p className="font-medium text-text">
          <PlainText text={title} limit={200} />
        </p>
      )}
      {description !== "" && (
        <p>
          <PlainText text={description} limit={300} />
        </p>
      )}
      {deprecated !== null && (
        <p className="text-warn">
          Deprecated: <PlainText text={deprecated} limit={300} />
        </p>
      )}
      {cell !== null && <Because cell={cell} />}
      <p className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        {applied !== undefined && (
          <>
            <span>
              Version <strong className="text-text">{applied.version}</strong>
            </span>
            <span>
              content <ShortId id={applied.content} canCopy />
            </span>
            <span>
              since <Time at={applied.since} /> by{" "}
              <Link to="/deploys/$id" params={{ id: applied.deploy }} className="text-link">
                this deploy
              </Link>
            </span>
            {applied.team !== null && (
              <span>
                team <PlainText text={applied.team} limit={60} />
              </span>
            )}
          </>
        )}
        {lastRun !== null && (
          <span className="inline-flex items-center gap-1.5">
            last run{" "}
            <Link to="/runs/$id" params={{ id: lastRun.id }}>
              <RunBadge state={lastRun.status} />
            </Link>
            <Time at={lastRun.at} />
          </span>
        )}
        {tags.map((tag) => (
          <Badge key={tag} tone="idle">
            <PlainText text={tag.slice(0, 40)} limit={null} />
          </Badge>
        ))}
      </p>
    </PageHeader>
  );
}

/** One line why, what is on its way, and what to do next. */
function Because({ cell }: { readonly cell: Cell }) {
  const { change } = cell;
  return (
    <p className="text-sm">
      <Sentence text={cell.because} />
      {cell.sync !== "in-sync" && (
        <>
          {" "}
          <Sentence text={cell.next} />
        </>
      )}
      {cell.health !== "healthy" && cell.health !== "idle" && (
        <>
          {" "}
          <Sentence text={cell.healthBecause} />
        </>
      )}
      {change !== null && (
        <>
          {" "}
          <Link to="/deploys/$id" params={{ id: change.deploy }} className="text-link">
            {change.version === null ? "A deploy will take it out" : `What will run: ${change.version}`}
          </Link>
        </>
      )}
    </p>
  );
}

function Elsewhere({ place, standing }: Pick<PipelineHeadProps, "place" | "standing">) {
  const others = (standing?.environments ?? []).filter(({ slug }) => slug !== place.env);
  if (others.length === 0) return null;
  return (
    <>
      {others.map(({ slug: env }) => {
        const version = standing?.pipeline.cells[env]?.version ?? null;
        return (
          <span key={env} className="inline-flex gap-1">
            <span aria-hidden="true">·</span>
            {version === null ? (
              <span>not in {env}</span>
            ) : (
              <Link
                to="/environments/$env/pipelines/$slug"
                params={{ env, slug: place.slug }}
                className="hover:text-text hover:underline"
              >
                {env} {version}
              </Link>
            )}
          </span>
        );
      })}
    </>
  );
}
