import { useQuery } from "@tanstack/react-query";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { queuesQuery, workersQuery } from "./system-queries.ts";

/** What waits for whom: queues and quotas of each environment, and the processes that execute runs. */
export function QueuesTab() {
  const environments = useQuery(environmentsQuery);
  return (
    <div className="space-y-4">
      <Workers />
      <QueryView query={environments} what="environments">
        {(all) => all.map(({ slug }) => <Queues key={slug} env={slug} />)}
      </QueryView>
    </div>
  );
}

function Workers() {
  const query = useQuery(workersQuery);
  return (
    <Panel title="Workers" isFlush>
      <QueryView query={query} what="workers" lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No separate workers">
              Runs are executed by the process that serves this page. With PostgreSQL,{" "}
              <code className="font-mono">lockstep worker --queue NAME</code> adds others.
            </EmptyState>
          ) : (
            <Table caption="Processes that execute runs">
              <thead>
                <tr>
                  <HeadCell>Worker</HeadCell>
                  <HeadCell>Queues</HeadCell>
                  <HeadCell>Running</HeadCell>
                  <HeadCell>Since</HeadCell>
                  <HeadCell>Sign of life</HeadCell>
                </tr>
              </thead>
              <tbody>
                {items.map(({ id, name, queues, running, concurrency, isDraining, startedAt, beatAt }) => (
                  <Row key={id}>
                    <Cell>
                      <PlainText text={name} limit={80} />
                      {isDraining && <span className="text-warn"> is about to stop</span>}
                    </Cell>
                    <Cell>
                      {queues === null ? "every queue" : <PlainText text={queues.join(", ")} limit={120} />}
                    </Cell>
                    <Cell>
                      {running} of {concurrency}
                    </Cell>
                    <Cell>
                      <Time at={startedAt} />
                    </Cell>
                    <Cell>
                      <Time at={beatAt} />
                    </Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
          )
        }
      </QueryView>
    </Panel>
  );
}

function Queues({ env }: { readonly env: string }) {
  const query = useQuery(queuesQuery(env));
  return (
    <Panel title={`Queues of ${env}`} isFlush>
      <QueryView query={query} what={`queues of ${env}`} lines={2}>
        {({ queues, quotas }) => (
          <>
            {queues.length === 0 && (
              <p className="px-4 py-3 text-sm text-muted">Nothing waits and nothing runs.</p>
            )}
            {queues.length > 0 && (
              <Table caption={`Queues of ${env}`}>
                <thead>
                  <tr>
                    <HeadCell>Queue</HeadCell>
                    <HeadCell>Queued</HeadCell>
                    <HeadCell>Held by a key</HeadCell>
                    <HeadCell>Running</HeadCell>
                    <HeadCell>Waiting</HeadCell>
                    <HeadCell>Oldest queued</HeadCell>
                  </tr>
                </thead>
                <tbody>
                  {queues.map(({ queue, queued, held, running, waiting, oldestQueuedAt }) => (
                    <Row key={queue}>
                      <Cell>
                        <PlainText text={queue} limit={80} />
                      </Cell>
                      <Cell>{queued}</Cell>
                      <Cell>{held}</Cell>
                      <Cell>{running}</Cell>
                      <Cell>{waiting}</Cell>
                      <Cell>{oldestQueuedAt === null ? "" : <Time at={oldestQueuedAt} />}</Cell>
                    </Row>
                  ))}
                </tbody>
              </Table>
            )}
            {quotas.length > 0 && (
              <Table caption={`Quotas of ${env}`} className="border-t border-line">
                <thead>
                  <tr>
                    <HeadCell>Quota</HeadCell>
                    <HeadCell>Of</HeadCell>
                    <HeadCell>Used</HeadCell>
                  </tr>
                </thead>
                <tbody>
                  {quotas.map(({ scope, name, quota, limit, used }) => (
                    <Row key={scope + name + quota}>
                      <Cell>{quota}</Cell>
                      <Cell>
                        {scope} <PlainText text={name} limit={60} />
                      </Cell>
                      <Cell className={used >= limit ? "text-bad" : ""}>
                        {used} of {limit}
                      </Cell>
                    </Row>
                  ))}
                </tbody>
              </Table>
            )}
          </>
        )}
      </QueryView>
    </Panel>
  );
}
