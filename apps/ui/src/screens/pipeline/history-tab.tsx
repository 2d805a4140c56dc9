import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Badge } from "../../design/badge.tsx";
import { PagedView } from "../../design/paged-view.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { type HistoryEntry, historyQuery, type Place, versionsQuery } from "./pipeline-queries.ts";
import type { TabProps } from "./tab-props.ts";

/** Deploys that changed it here, and every version that was ever applied anywhere. */
export function HistoryTab({ place }: TabProps) {
  return (
    <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Deploys place={place} />
      <Versions place={place} />
    </div>
  );
}

function Deploys({ place }: { readonly place: Place }) {
  const query = useInfiniteQuery(historyQuery(place));
  return (
    <Panel title={`Deploys that changed it in ${place.env}`} isFlush>
      <PagedView
        query={query}
        what="deploys"
        empty={
          <EmptyState title="No deploy has changed it here">
            It comes with the first commit on the environment's branch that has its manifest.
          </EmptyState>
        }
      >
        {(entries) => (
          <Table caption="Deploys that changed it, newest first">
            <thead>
              <tr>
                <HeadCell>When</HeadCell>
                <HeadCell>Version</HeadCell>
                <HeadCell>Who</HeadCell>
                <HeadCell>Why</HeadCell>
                <HeadCell>Commit</HeadCell>
                <HeadCell>Deploy</HeadCell>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <DeployRow key={entry.sequence} place={place} entry={entry} />
              ))}
            </tbody>
          </Table>
        )}
      </PagedView>
    </Panel>
  );
}

function DeployRow({ place, entry }: { readonly place: Place; readonly entry: HistoryEntry }) {
  const { to, at, intent, because, message, author, actor, revision, deploy } = entry;
  const isMerge = intent === "merge";
  return (
    <Row>
      <Cell className="text-muted">
        <Time at={at} />
      </Cell>
      <Cell className="whitespace-nowrap">
        {to === null ? (
          <Badge tone="bad" icon="minus">
            taken out
          </Badge>
        ) : (
          <>
            <Link
              to="/environments/$env/pipelines/$slug"
              params={{ env: place.env, slug: place.slug }}
              search={{ tab: "diff", against: `${place.slug}@${to.version}` }}
              title="Compare with what runs now"
              className="font-medium text-link"
            >
              {to.version}
            </Link>{" "}
            <span className="text-muted">
              <ShortId id={to.content} digits={8} />
            </span>
          </>
        )}
      </Cell>
      <Cell className="max-w-40 min-w-28">
        <PlainText text={isMerge ? author : actor.id} limit={80} />
      </Cell>
      <Cell className="min-w-48">
        {!isMerge && (
          <Badge tone="hold" icon="back">
            {intent === "rollback" ? "Rolled back" : "Retired"}
          </Badge>
        )}{" "}
        <PlainText text={isMerge ? message : because} limit={160} />
      </Cell>
      <Cell>
        <Link to="/commits/$sha" params={{ sha: revision }} className="text-link">
          <ShortId id={revision} />
        </Link>
      </Cell>
      <Cell>
        <Link to="/deploys/$id" params={{ id: deploy }} className="text-link">
          open
        </Link>
      </Cell>
    </Row>
  );
}

function Versions({ place }: { readonly place: Place }) {
  const query = useQuery(versionsQuery(place.slug));
  return (
    <Panel title="Versions ever applied" isFlush>
      <QueryView query={query} what="versions">
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState title="No version was ever applied" />
          ) : (
            <>
              <Table caption="Versions, newest first">
                <thead>
                  <tr>
                    <HeadCell>Version</HeadCell>
                    <HeadCell>Content</HeadCell>
                    <HeadCell>Released</HeadCell>
                    <HeadCell>Runs in</HeadCell>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ version, content, manifest, release, appliedIn, firstSeenAt }) => (
                    <Row key={manifest}>
                      <Cell className="font-medium">{version}</Cell>
                      <Cell className="whitespace-nowrap">
                        <ShortId id={content} digits={8} />
                      </Cell>
                      <Cell>
                        {release === null ? (
                          <span className="text-muted">
                            not released, seen <Time at={firstSeenAt} />
                          </span>
                        ) : (
                          <>
                            <Time at={release.releasedAt} /> in {release.environment}
                          </>
                        )}
                      </Cell>
                      <Cell>
                        {appliedIn.length === 0 ? (
                          <span className="text-muted">nowhere now</span>
                        ) : (
                          <span className="whitespace-nowrap">{appliedIn.join(", ")}</span>
                        )}
                      </Cell>
                    </Row>
                  ))}
                </tbody>
              </Table>
              {next !== null && (
                <p className="border-t border-line p-2 text-center text-sm text-muted">
                  There are more. GET /api/v1/versions/{place.slug} lists all of them.
                </p>
              )}
            </>
          )
        }
      </QueryView>
    </Panel>
  );
}
