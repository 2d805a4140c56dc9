import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { Button } from "../../design/button.tsx";
import { PagedView } from "../../design/paged-view.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { EmptyState } from "../../design/states.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { statusOf } from "../../design/statuses.ts";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { useMayAct } from "../../session/use-session.ts";
import { deliveriesQuery, outboxQuery, retryDelivery, retryOutbox } from "./system-queries.ts";
import { messageStatuses } from "./system-statuses.ts";

/** What the forge sent. */
export function DeliveriesTab() {
  const query = useInfiniteQuery(deliveriesQuery);
  return (
    <Panel title="Deliveries" isFlush>
      <PagedView
        query={query}
        what="deliveries"
        empty={
          <EmptyState title="No delivery came in">Without webhooks, changes are seen by polling.</EmptyState>
        }
      >
        {(deliveries) => (
          <Messages
            caption="Webhook deliveries, newest first"
            retry={retryDelivery}
            rows={deliveries.map(({ position, event, action, state, because, attempts, receivedAt }) => ({
              position,
              state,
              what: action === null ? event : `${event} ${action}`,
              because: because ?? "",
              attempts,
              at: receivedAt,
            }))}
          />
        )}
      </PagedView>
    </Panel>
  );
}

/** What is told to the outside world. */
export function OutboxTab() {
  const query = useInfiniteQuery(outboxQuery);
  return (
    <Panel title="Outbox" isFlush>
      <PagedView
        query={query}
        what="messages"
        empty={<EmptyState title="Nothing was to be told">There is no forge and no channel.</EmptyState>}
      >
        {(messages) => (
          <Messages
            caption="News for the outside world, newest first"
            retry={retryOutbox}
            rows={messages.map(({ position, topic, target, state, error, attempts, createdAt }) => ({
              position,
              state,
              what: `${topic} of ${target}`,
              because: error ?? "",
              attempts,
              at: createdAt,
            }))}
          />
        )}
      </PagedView>
    </Panel>
  );
}

interface Message {
  readonly position: number;
  readonly state: string;
  readonly what: string;
  readonly because: string;
  readonly attempts: number;
  readonly at: string;
}

interface MessagesProps {
  readonly caption: string;
  readonly rows: readonly Message[];
  readonly retry: (position: number) => Promise<unknown>;
}

function Messages({ caption, rows, retry }: MessagesProps) {
  const queryClient = useQueryClient();
  const mayRetry = useMayAct("admin");
  const again = useMutation({
    mutationFn: retry,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["system"] }),
  });
  return (
    <>
      <Table caption={caption}>
        <thead>
          <tr>
            <HeadCell>State</HeadCell>
            <HeadCell>What</HeadCell>
            <HeadCell>Why</HeadCell>
            <HeadCell>Failed attempts</HeadCell>
            <HeadCell>When</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ position, state, what, because, attempts, at }) => (
            <Row key={position}>
              <Cell>
                <StatusBadge status={statusOf(messageStatuses, state)} />
              </Cell>
              <Cell>
                <PlainText text={what} limit={120} />
              </Cell>
              <Cell>
                <PlainText text={because} limit={200} />
              </Cell>
              <Cell>{attempts}</Cell>
              <Cell>
                <Time at={at} />
              </Cell>
              <Cell>
                {state === "dead" && mayRetry && (
                  <Button
                    isBusy={again.isPending && again.variables === position}
                    onClick={() => again.mutate(position)}
                  >
                    Try again
                  </Button>
                )}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {again.error !== null && (
        <p role="alert" className="px-4 py-2 text-sm text-bad">
          {again.error.message}
        </p>
      )}
    </>
  );
}
