import { Link } from "@tanstack/react-router";

import { buttonClasses } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { syncStatuses } from "../../design/statuses.ts";
import { Fact, Facts } from "../../design/table.tsx";
import type { RolledBack } from "./rollback-queries.ts";

/** What was done: the deploy that went back, and the hold that it left. */
export function RolledBackNote({ env, done }: { readonly env: string; readonly done: RolledBack }) {
  const { deploy, hold } = done;
  return (
    <Panel title={`${env} went back`} className="max-w-2xl">
      <div role="status" className="space-y-4">
        <Facts>
          <Fact name="In force now">
            <ShortId id={deploy.revision} canCopy />
          </Fact>
          <Fact name="Hold">
            <StatusBadge status={syncStatuses.held} /> <PlainText text={hold.reason} />
          </Fact>
          <Fact name="Next">
            A commit that mends it goes through by itself. Resume when the rollback was wrong.
          </Fact>
        </Facts>
        <div className="flex flex-wrap gap-2">
          <Link to="/environments/$env" params={{ env }} className={buttonClasses("primary")}>
            See {env}
          </Link>
          <Link to="/deploys/$id" params={{ id: deploy.id }} className={buttonClasses()}>
            See the deploy
          </Link>
        </div>
      </div>
    </Panel>
  );
}
