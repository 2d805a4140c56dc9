import { Link } from "@tanstack/react-router";

import type { DeployAnswer } from "../../deploys/deploy-queries.ts";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import type { Status } from "../../design/statuses.ts";
import { Cell, HeadCell, Row, Table } from "../../design/table.tsx";

type SmokeRun = DeployAnswer["verification"][number];

const outcomes: Readonly<Record<SmokeRun["outcome"], Status>> = {
  pending: { word: "Under way", tone: "info", icon: "spinner" },
  passed: { word: "Passed", tone: "good", icon: "check" },
  failed: { word: "Failed", tone: "bad", icon: "cross" },
};

/** Runs that had to go well after the apply, and what happens if one does not. */
export function VerificationPanel({ verification }: { readonly verification: readonly SmokeRun[] }) {
  const onFailure = verification[0]?.onFailure === "rollback" ? "it is rolled back" : "it is held";
  return (
    <Panel title="Verification" isFlush>
      <Table caption="Verification runs">
        <thead>
          <tr>
            <HeadCell>Outcome</HeadCell>
            <HeadCell>Pipeline</HeadCell>
            <HeadCell className="w-full">Expected</HeadCell>
            <HeadCell>Run</HeadCell>
          </tr>
        </thead>
        <tbody>
          {verification.map(({ pipeline, outcome, because, run, expect }) => (
            <Row key={`${pipeline} ${expect} ${run ?? ""}`}>
              <Cell>
                <StatusBadge status={outcomes[outcome]} />
              </Cell>
              <Cell>
                <PlainText text={pipeline} limit={80} />
              </Cell>
              <Cell className="min-w-40">
                <code className="font-mono text-xs">
                  <PlainText text={expect} limit={200} />
                </code>
                {because !== "" && (
                  <div className="text-muted">
                    <PlainText text={because} />
                  </div>
                )}
              </Cell>
              <Cell>
                {run === null ? (
                  <span className="text-muted">not started</span>
                ) : (
                  <Link to="/runs/$id" params={{ id: run }} className="text-link">
                    <ShortId id={run} digits={8} />
                  </Link>
                )}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      <p className="border-t border-line px-4 py-2 text-sm text-muted">
        If one does not go well, {onFailure}.
      </p>
    </Panel>
  );
}
