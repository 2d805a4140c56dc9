import { Link } from "@tanstack/react-router";

import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import type { DriftItem } from "./drift-queries.ts";

export interface Revisions {
  readonly env: string;
  readonly desired: string | null;
  readonly applied: string | null;
}

/** Each field that differs as git wants it, as it was applied and as it was found. */
export function ThreeWays({
  drift,
  revisions,
}: {
  readonly drift: DriftItem;
  readonly revisions: Revisions;
}) {
  const { env, desired, applied } = revisions;
  const isBehind = desired !== null && desired !== applied;
  return (
    <Table caption="What differs, three ways">
      <thead>
        <tr>
          <HeadCell>Field</HeadCell>
          <HeadCell>Desired (git) {desired !== null && <ShortId id={desired} />}</HeadCell>
          <HeadCell>Applied (running) {applied !== null && <ShortId id={applied} />}</HeadCell>
          <HeadCell>Live (found)</HeadCell>
        </tr>
      </thead>
      <tbody>
        {drift.differences.map(({ field, applied: was, live }) => (
          <Row key={field}>
            <Cell className="font-mono text-xs whitespace-nowrap">
              <PlainText text={field} limit={100} />
            </Cell>
            <Cell>
              {isBehind ? (
                <Link to="/environments/$env/preview" params={{ env }} className="text-link">
                  Git moved on: see its plan
                </Link>
              ) : (
                <Value text={was} />
              )}
            </Cell>
            <Cell>
              <Value text={was} />
            </Cell>
            <Cell className="bg-warn-soft">
              <Value text={live} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Value({ text }: { readonly text: string | null }) {
  if (text === null) return <span className="text-muted">no such row</span>;
  if (text === "") return <span className="text-muted">empty</span>;
  return <PlainText text={text} isBlock className="font-mono text-xs" />;
}
