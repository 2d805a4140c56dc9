import { useQuery } from "@tanstack/react-query";

import { Badge } from "../../design/badge.tsx";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { QueryView } from "../../design/query-view.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { chainsQuery } from "./audit-queries.ts";

/** Whether the chains hold, in one badge. */
export function ChainBadge() {
  const { data, error } = useQuery(chainsQuery);
  if (error !== null) {
    return (
      <Badge tone="warn" icon="question" title={error.message}>
        Chain not verified
      </Badge>
    );
  }
  if (data === undefined) {
    return (
      <Badge tone="info" icon="spinner">
        Verifying the chain
      </Badge>
    );
  }
  const broken = data.chains.filter((chain) => chain.broken !== null);
  return broken.length === 0 ? (
    <Badge
      tone="good"
      icon="check"
      title="Every entry names the hash of the one before it, and has the hash of its content."
    >
      Chain intact
    </Badge>
  ) : (
    <Badge tone="bad" icon="cross" title={broken.map(({ chain }) => chain).join(", ")}>
      Chain broken
    </Badge>
  );
}

/** What each chain proves, with its head to be noted elsewhere. */
export function ChainPanel() {
  const query = useQuery(chainsQuery);
  return (
    <Panel
      title="Chains"
      isFlush
      actions={
        <>
          <a href="/api/v1/audit/export" download className="text-sm text-link">
            Export
          </a>
          <Button icon="check" isBusy={query.isFetching} onClick={() => void query.refetch()}>
            Verify again
          </Button>
        </>
      }
    >
      <QueryView query={query} what="the chains" lines={3}>
        {({ at, chains }) => (
          <>
            <Table caption="Chains of the ledger">
              <thead>
                <tr>
                  <HeadCell>Chain</HeadCell>
                  <HeadCell>Entries</HeadCell>
                  <HeadCell>Head</HeadCell>
                </tr>
              </thead>
              <tbody>
                {chains.map(({ chain, entries, head, broken }) => (
                  <Row key={chain}>
                    <Cell className="font-medium">
                      <PlainText text={chain} limit={80} />
                    </Cell>
                    <Cell>{entries.toLocaleString("en")}</Cell>
                    <Cell>
                      {broken === null ? (
                        head !== null && <ShortId id={head} canCopy />
                      ) : (
                        <span className="text-bad">
                          Broken at entry {broken.position}: <PlainText text={broken.because} />
                        </span>
                      )}
                    </Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
            <p className="border-t border-line px-3 py-2 text-xs text-muted">
              Verified by this server <Time at={at} />. Who does not trust it takes the export and runs{" "}
              <code className="font-mono">lockstep verify --chain ledger.jsonl</code>.
            </p>
          </>
        )}
      </QueryView>
    </Panel>
  );
}
