import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { describeDuration, describeInstant } from "../../design/time.tsx";
import { describeOptional } from "./insight-totals.tsx";
import type { Insights } from "./insights-queries.ts";

/** The drawings as numbers, without the parts in which nothing ended. */
export function BucketsTable({ insights }: { readonly insights: Insights }) {
  const filled = insights.buckets.filter((bucket) => bucket.completed + bucket.failed + bucket.cancelled > 0);
  return (
    <details className="mb-4 rounded-lg border border-line bg-surface">
      <summary className="px-4 py-2 text-sm font-medium">
        The same in numbers, {describeDuration(insights.bucketMs)} at a time
      </summary>
      <div className="max-h-96 overflow-y-auto border-t border-line">
        <Table caption="Runs over time">
          <thead>
            <tr>
              <HeadCell>From</HeadCell>
              <HeadCell className="text-right">Completed</HeadCell>
              <HeadCell className="text-right">Failed</HeadCell>
              <HeadCell className="text-right">Cancelled</HeadCell>
              <HeadCell className="text-right">Half took</HeadCell>
              <HeadCell className="text-right">95 % took</HeadCell>
            </tr>
          </thead>
          <tbody>
            {filled.map(({ at, completed, failed, cancelled, p50Ms, p95Ms }) => (
              <Row key={at}>
                <Cell>{describeInstant(at)}</Cell>
                <Cell className="text-right">{completed}</Cell>
                <Cell className="text-right">{failed}</Cell>
                <Cell className="text-right">{cancelled}</Cell>
                <Cell className="text-right">{describeOptional(p50Ms)}</Cell>
                <Cell className="text-right">{describeOptional(p95Ms)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  );
}
