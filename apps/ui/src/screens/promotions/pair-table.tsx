import { Link } from "@tanstack/react-router";

import { Sentence } from "../../design/sentence.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { promotionStatuses, statusOf } from "../../design/statuses.ts";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";
import { countAhead } from "../../promotions/group-promotions.ts";
import type { Promotion } from "../../promotions/promotion-queries.ts";

/** Pairs of environments: how far the upper is behind, and why nothing happens. */
export function PairTable({ promotions }: { readonly promotions: readonly Promotion[] }) {
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <Table caption="Pairs of environments">
        <thead>
          <tr>
            <HeadCell>From → to</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell className="text-right">Ahead</HeadCell>
            <HeadCell className="text-right">Behind</HeadCell>
            <HeadCell className="w-full">Because</HeadCell>
          </tr>
        </thead>
        <tbody>
          {promotions.map((promotion) => (
            <Pair key={`${promotion.from.environment} ${promotion.to.environment}`} promotion={promotion} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Pair({ promotion }: { readonly promotion: Promotion }) {
  const { from, to, state, because, next, counts } = promotion;
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <Link
          to="/promotions/$from/$to"
          params={{ from: from.environment, to: to.environment }}
          className="font-medium text-text underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {from.environment} → {to.environment}
        </Link>
        <div className="text-xs text-muted">
          {from.revision === null ? "nothing" : <ShortId id={from.revision} digits={8} />} →{" "}
          {to.revision === null ? "nothing" : <ShortId id={to.revision} digits={8} />}
        </div>
      </Cell>
      <Cell>
        <StatusBadge status={statusOf(promotionStatuses, state)} because={because} />
      </Cell>
      <Cell className="text-right">{countAhead(promotion)}</Cell>
      <Cell className="text-right">{counts.behind}</Cell>
      <Cell className="min-w-60">
        <Sentence text={because} />
        {state !== "in-step" && (
          <div className="text-muted">
            <Sentence text={next} />{" "}
            <Link
              to="/previews/$revision"
              params={{ revision: from.branch }}
              search={{ base: to.branch, environment: to.environment }}
              className="text-link"
            >
              Preview the merge
            </Link>
          </div>
        )}
      </Cell>
    </Row>
  );
}
