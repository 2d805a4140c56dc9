import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { StatusBadge, SyncBadge } from "../../design/status-badge.tsx";
import { Cell, Fact, Facts, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { environmentsQuery } from "../../environments/environments-query.ts";
import { NoEnvironments } from "../../environments/no-environments.tsx";
import { forgeQuery, readinessQuery } from "./system-queries.ts";
import { checkStatuses } from "./system-statuses.ts";

/** Whether the installation does its work: its checks, the loop over environments, and the forge. */
export function LoopTab() {
  return (
    <div className="space-y-4">
      <Checks />
      <Loop />
      <ForgePanel />
    </div>
  );
}

function Checks() {
  const query = useQuery(readinessQuery);
  return (
    <Panel title="Checks" isFlush>
      <QueryView query={query} what="the checks" lines={3}>
        {({ checks }) => (
          <ul className="divide-y divide-line">
            {checks.map(({ name, ok, because }) => (
              <li key={name} className="flex flex-wrap items-center gap-3 px-4 py-2 text-sm">
                <StatusBadge status={ok ? checkStatuses.ok : checkStatuses.failing} />
                <span className="font-medium">{name}</span>
                <span className="min-w-0 text-muted">
                  <PlainText text={because} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Panel>
  );
}

function Loop() {
  const query = useQuery(environmentsQuery);
  return (
    <Panel title="Reconcile loop" isFlush>
      <QueryView query={query} what="environments" lines={3}>
        {(environments) =>
          environments.length === 0 ? (
            <NoEnvironments />
          ) : (
            <Table caption="When each environment was last looked at">
              <thead>
                <tr>
                  <HeadCell>Environment</HeadCell>
                  <HeadCell>State</HeadCell>
                  <HeadCell>Branch</HeadCell>
                  <HeadCell>Last look</HeadCell>
                  <HeadCell>Faults in a row</HeadCell>
                  <HeadCell>Next try</HeadCell>
                </tr>
              </thead>
              <tbody>
                {environments.map(({ slug, state, because, branch, observedAt, failures, retryAt }) => (
                  <Row key={slug}>
                    <Cell>
                      <Link to="/environments/$env" params={{ env: slug }} className="text-link">
                        <PlainText isInControl text={slug} limit={60} />
                      </Link>
                    </Cell>
                    <Cell>
                      <SyncBadge state={state} because={because} />
                    </Cell>
                    <Cell>{branch === null ? "none" : <PlainText text={branch} limit={80} />}</Cell>
                    <Cell>{observedAt === null ? "never" : <Time at={observedAt} />}</Cell>
                    <Cell className={failures > 0 ? "text-bad" : ""}>{failures}</Cell>
                    <Cell>{retryAt === null ? "with the next poll" : <Time at={retryAt} />}</Cell>
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

function ForgePanel() {
  const query = useQuery(forgeQuery);
  return (
    <Panel title="Forge">
      <QueryView query={query} what="the forge" lines={3}>
        {({ forge: { name, status, takesDeliveries, lastDeliveryAt, outbox } }) =>
          name === "none" ? (
            <p className="text-sm text-muted">
              Git without a forge. <code className="font-mono">lockstep github setup</code> connects GitHub.
            </p>
          ) : (
            <Facts>
              <Fact name="Forge">{name}</Fact>
              <Fact name="Last answer">
                {status.answeredAt === null ? "none yet" : <Time at={status.answeredAt} />}
              </Fact>
              {status.fault !== null && (
                <Fact name="Last fault">
                  <span className="text-bad">
                    <PlainText text={status.fault} />
                  </span>
                </Fact>
              )}
              {status.rate !== null && (
                <Fact name="Rate limit">
                  {status.rate.remaining.toLocaleString("en")} of {status.rate.limit.toLocaleString("en")}{" "}
                  left, full again <Time at={status.rate.resetAt} />
                </Fact>
              )}
              {status.pausedUntil !== null && (
                <Fact name="Paused until">
                  <Time at={status.pausedUntil} />
                </Fact>
              )}
              <Fact name="Deliveries">
                {takesDeliveries ? (
                  lastDeliveryAt === null ? (
                    "none yet"
                  ) : (
                    <>
                      last one <Time at={lastDeliveryAt} />
                    </>
                  )
                ) : (
                  "not taken: no webhook secret is set"
                )}
              </Fact>
              <Fact name="Outbox">
                {outbox.pending} pending, {outbox.dead} given up
              </Fact>
            </Facts>
          )
        }
      </QueryView>
    </Panel>
  );
}
