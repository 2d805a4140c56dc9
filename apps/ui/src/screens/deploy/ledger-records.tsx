import { Link } from "@tanstack/react-router";

import type { LedgerEntry } from "../../deploys/deploy-queries.ts";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { EmptyState } from "../../design/states.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { Instant } from "../../design/time.tsx";
import { wordsOf } from "./record-words.ts";

export interface LedgerRecordsProps {
  readonly env: string;
  readonly records: readonly LedgerEntry[];
}

/** What the ledger keeps of a deploy, chained: each hash covers the one before it. */
export function LedgerRecords({ env, records }: LedgerRecordsProps) {
  return (
    <Panel title={`Records in the chain of ${env}`} isFlush>
      {records.length === 0 ? (
        <EmptyState title="Nothing is recorded yet">
          The first record comes with the first verdict.
        </EmptyState>
      ) : (
        <Table caption="Ledger records">
          <thead>
            <tr>
              <HeadCell>Entry</HeadCell>
              <HeadCell>What</HeadCell>
              <HeadCell className="w-full">Who and why</HeadCell>
              <HeadCell>Hash</HeadCell>
            </tr>
          </thead>
          <tbody>
            {records.map((entry) => (
              <Record key={entry.position} entry={entry} />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function Record({ entry }: { readonly entry: LedgerEntry }) {
  const { environment, position, kind, at, hash, previous } = entry;
  const { actor, words } = wordsOf(entry.body);
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <Link
          to="/audit"
          search={{ env: environment, entry: `${environment}:${position}` }}
          className="text-link"
        >
          #{position}
        </Link>
      </Cell>
      <Cell className="whitespace-nowrap">
        {kind}
        <div className="text-muted">
          <Instant at={at} />
        </div>
      </Cell>
      <Cell className="min-w-48">
        {actor !== null && <PlainText text={actor} limit={80} />}
        {words !== null && (
          <div className="text-muted">
            <Sentence text={words} />
          </div>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">
        <ShortId id={hash} canCopy />
        <div className="text-muted">
          after <ShortId id={previous} />
        </div>
      </Cell>
    </Row>
  );
}
