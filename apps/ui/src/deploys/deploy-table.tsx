import { Link } from "@tanstack/react-router";

import { Badge } from "../design/badge.tsx";
import { PlainText, showShort } from "../design/plain-text.tsx";
import { ShortId } from "../design/short-id.tsx";
import { DeployBadge } from "../design/status-badge.tsx";
import { Cell, HeadCell, Row, Table } from "../design/table.tsx";
import { Time } from "../design/time.tsx";
import { subjectOf } from "./commit-line.tsx";
import type { DeploySummary } from "./deploy-queries.ts";

export interface DeployTableProps {
  readonly caption: string;
  readonly deploys: readonly DeploySummary[];
  /** Id of the deploy in force. */
  readonly inForce?: string | null;
  /** Id of the row that keys have moved to. */
  readonly selected?: string | null;
}

/** Deploys in the order given: state, commit, what changed, who and when. */
export function DeployTable({ caption, deploys, inForce = null, selected = null }: DeployTableProps) {
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <HeadCell>State</HeadCell>
          <HeadCell className="w-full">Commit</HeadCell>
          <HeadCell className="text-right">Changes</HeadCell>
          <HeadCell>By</HeadCell>
          <HeadCell>When</HeadCell>
        </tr>
      </thead>
      <tbody>
        {deploys.map((deploy) => (
          <Row key={deploy.id} className={deploy.id === selected ? "bg-accent-soft" : ""}>
            <Cell>
              <DeployBadge state={deploy.state} because={deploy.because} />
            </Cell>
            <Cell className="min-w-56">
              <Link
                ref={deploy.id === selected ? showRow : undefined}
                to="/deploys/$id"
                params={{ id: deploy.id }}
                className="font-medium text-text underline-offset-2 hover:underline"
              >
                <PlainText
                  text={showShort(subjectOf(deploy.message))}
                  limit={null}
                  className="line-clamp-2"
                />
              </Link>
              <div className="flex flex-wrap items-center gap-x-2 text-muted">
                <ShortId id={deploy.revision} />
                {deploy.intent !== "merge" && <Badge tone="hold">{deploy.intent}</Badge>}
                {deploy.id === inForce && <Badge tone="good">in force</Badge>}
                {deploy.state !== "applied" && deploy.state !== "waiting" && (
                  <PlainText text={showShort(deploy.because)} limit={null} className="line-clamp-2" />
                )}
              </div>
            </Cell>
            <Cell className="text-right">{deploy.changes}</Cell>
            <Cell className="whitespace-nowrap">
              <PlainText text={deploy.author} limit={40} />
            </Cell>
            <Cell className="text-muted">
              <Time at={deploy.updatedAt} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** The row that keys have moved to may lie outside of what is seen. */
function showRow(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: "nearest" });
}
