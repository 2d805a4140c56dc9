import { Link } from "@tanstack/react-router";

import { GateList } from "../../deploys/gate-list.tsx";
import { Icon } from "../../design/icon.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { statusOf } from "../../design/statuses.ts";
import { mergeStatuses } from "./merge-statuses.ts";
import type { DownstreamPreview } from "./preview-queries.ts";

/** What the change would meet where it is promoted to. */
export function LadderPanel({ downstream }: { readonly downstream: readonly DownstreamPreview[] }) {
  if (downstream.length === 0) return null;
  return (
    <Panel title="Further up" isFlush className="mb-4">
      <ul className="m-0 list-none divide-y divide-line p-0">
        {downstream.map((rung) => (
          <Rung key={rung.environment} rung={rung} />
        ))}
      </ul>
    </Panel>
  );
}

function Rung({ rung }: { readonly rung: DownstreamPreview }) {
  const { environment, title, from, verdict, sentence, others, decision } = rung;
  const closed = decision?.verdicts.filter((one) => one.verdict !== "open") ?? [];
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <PlainText text={from} className="text-muted" />
        <Icon name="chevron" className="text-muted" />
        <Link to="/environments/$env" params={{ env: environment }} className="font-medium hover:underline">
          <PlainText isInControl text={title} />
        </Link>
        <StatusBadge status={statusOf(mergeStatuses, verdict)} />
        <span>
          <PlainText text={sentence} />
        </span>
        {others > 0 && (
          <span className="text-muted">
            Promoting everything would bring {others} other {others === 1 ? "pipeline" : "pipelines"}, too.
          </span>
        )}
      </div>
      {verdict !== "nothing" && closed.length > 0 && (
        <div className="pl-4">
          <GateList verdicts={closed} />
        </div>
      )}
    </li>
  );
}
