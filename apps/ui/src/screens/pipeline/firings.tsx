import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { firingsQuery, type Place } from "./pipeline-queries.ts";

/** What its triggers did lately, also where no run came of it. */
export function Firings({ place }: { readonly place: Place }) {
  const query = useQuery(firingsQuery(place));
  return (
    <Panel title="What triggers did lately" isFlush>
      <QueryView query={query} what="firings" lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No trigger has fired in 30 days" />
          ) : (
            <Table caption="Firings, newest first">
              <thead>
                <tr>
                  <HeadCell>When</HeadCell>
                  <HeadCell>Trigger</HeadCell>
                  <HeadCell>State</HeadCell>
                  <HeadCell>What came of it</HeadCell>
                </tr>
              </thead>
              <tbody>
                {items.map((firing) => (
                  <Row key={`${firing.trigger} ${firing.key}`}>
                    <Cell className="text-muted">
                      <Time at={firing.scheduledAt} />
                    </Cell>
                    <Cell>
                      <PlainText text={firing.trigger} limit={80} />
                    </Cell>
                    <Cell>{firing.state}</Cell>
                    <Cell>
                      {firing.run === null ? (
                        <PlainText text={firing.reason?.message ?? ""} limit={200} />
                      ) : (
                        <Link
                          to="/runs/$id"
                          params={{ id: firing.run }}
                          className="text-accent hover:underline"
                        >
                          a run
                        </Link>
                      )}
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
