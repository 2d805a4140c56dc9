import { useInfiniteQuery } from "@tanstack/react-query";

import { PagedView } from "../../design/paged-view.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { EmptyState } from "../../design/states.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { syncStatuses } from "../../design/statuses.ts";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { holdsQuery } from "../../environments/environment-queries.ts";

/** Every hold that there ever was, newest first: who placed it and why, who lifted it and why. */
export function HoldHistory({ env }: { readonly env: string }) {
  const query = useInfiniteQuery(holdsQuery(env));
  return (
    <PagedView
      query={query}
      what="holds"
      empty={
        <EmptyState title="It was never held">
          Hold keeps an environment as it is: plans wait, what is in force runs on.
        </EmptyState>
      }
    >
      {(holds) => (
        <Table caption={`Holds of ${env}`}>
          <thead>
            <tr>
              <HeadCell>State</HeadCell>
              <HeadCell>Kind</HeadCell>
              <HeadCell className="w-1/2">Why</HeadCell>
              <HeadCell className="w-1/2">Lifted</HeadCell>
            </tr>
          </thead>
          <tbody>
            {holds.map(({ id, kind, actor, at, reason, liftedAt, liftedBy, liftReason }) => (
              <Row key={id}>
                <Cell>{liftedAt === null ? <StatusBadge status={syncStatuses.held} /> : "lifted"}</Cell>
                <Cell>{kind}</Cell>
                <Cell className="min-w-40">
                  <PlainText text={reason} />
                  <div className="text-muted">
                    <PlainText text={actor.id} limit={80} />, <Time at={at} />
                  </div>
                </Cell>
                <Cell className="min-w-40">
                  {liftedAt !== null && (
                    <>
                      <PlainText text={liftReason} />
                      <div className="text-muted">
                        <PlainText text={liftedBy?.id ?? "by itself"} limit={80} />, <Time at={liftedAt} />
                      </div>
                    </>
                  )}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </PagedView>
  );
}
