import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Instant } from "../../design/time.tsx";
import { pastPipelinesQuery, pastQuery } from "./audit-queries.ts";

/** What ran in each environment at an instant. */
export function PastPanel({ at }: { readonly at: string }) {
  const query = useQuery(pastQuery(at));
  return (
    <QueryView query={query} what="what ran then">
      {(environments) => (
        <div className="grid items-start gap-4 xl:grid-cols-2">
          {environments.map(({ slug, because, applied }) => (
            <Panel
              key={slug}
              title={slug}
              isFlush
              actions={
                applied !== null && (
                  <span className="text-xs text-muted">
                    <ShortId id={applied.revision} /> by{" "}
                    <Link to="/deploys/$id" params={{ id: applied.deploy }} className="text-link">
                      deploy <ShortId id={applied.deploy} digits={8} />
                    </Link>
                    , <Instant at={applied.at} />
                  </span>
                )
              }
            >
              {applied === null ? (
                <EmptyState title="Nothing was in force">
                  <PlainText text={because} />
                </EmptyState>
              ) : (
                <PastPipelines env={slug} at={at} />
              )}
            </Panel>
          ))}
        </div>
      )}
    </QueryView>
  );
}

function PastPipelines({ env, at }: { readonly env: string; readonly at: string }) {
  const query = useQuery(pastPipelinesQuery(env, at));
  return (
    <QueryView query={query} what={`pipelines of ${env}`} lines={4}>
      {({ items, next }) => (
        <>
          <Table caption={`What ran in ${env}`}>
            <thead>
              <tr>
                <HeadCell>Pipeline</HeadCell>
                <HeadCell>Version</HeadCell>
                <HeadCell>Content</HeadCell>
              </tr>
            </thead>
            <tbody>
              {items.map(({ slug, version, content }) => (
                <Row key={slug}>
                  <Cell>
                    <PlainText text={slug} limit={80} />
                  </Cell>
                  <Cell>
                    <PlainText text={version} limit={40} />
                  </Cell>
                  <Cell>
                    <ShortId id={content} />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
          {next !== null && (
            <p className="px-3 py-2 text-xs text-muted">
              The first {items.length}.{" "}
              <code className="font-mono">
                lockstep status --env {env} --at {at}
              </code>{" "}
              lists all.
            </p>
          )}
        </>
      )}
    </QueryView>
  );
}
