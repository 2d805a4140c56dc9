import { Link } from "@tanstack/react-router";

import { Icon } from "../../design/icon.tsx";
import { ShortText } from "../../design/short-text.tsx";
import { SyncBadge } from "../../design/status-badge.tsx";
import { Bead } from "./bead.tsx";
import type { BeadData, Lane } from "./overview-queries.ts";

/** One environment: a rail with its newest commits as beads, newest on top. A list for eyes and ears alike. */
export function LaneColumn({ lane }: { readonly lane: Lane }) {
  const { environment, branch, state, because, promotesTo, beads } = lane;
  const inForce = beads.findIndex(({ isInForce }) => isInForce);
  return (
    <li className="flex min-w-0 flex-col border-r border-line last:border-r-0 max-sm:border-r-0 max-sm:border-b">
      <div className="border-b border-line px-4 py-2.5">
        <div className="flex items-center justify-between gap-2">
          <h2 className="min-w-0 text-sm">
            <Link
              to="/environments/$env"
              params={{ env: environment }}
              className="text-text no-underline hover:underline"
            >
              <ShortText text={environment} />
            </Link>
          </h2>
          <SyncBadge state={state} because={because} />
        </div>
        <p className="flex min-w-0 items-center gap-1 text-xs text-muted">
          {branch === null ? "no branch" : <ShortText text={branch} className="font-mono" />}
          {promotesTo.length > 0 && (
            <>
              <Icon name="chevron" className="ml-auto size-3" />
              <span className="sr-only">promotes to </span>
              <ShortText text={promotesTo.join(", ")} />
            </>
          )}
        </p>
      </div>
      {beads.length === 0 ? (
        <p className="px-4 py-6 text-sm text-muted">
          No commit came here yet. Promote or push to its branch.
        </p>
      ) : (
        <ol className="py-2">
          {beads.map((bead, index) => (
            <Bead
              key={`${bead.deploy ?? ""} ${bead.revision}`}
              bead={bead}
              isOnItsWay={inForce === -1 ? !isOver(bead) : index < inForce}
              isLast={index === beads.length - 1}
            />
          ))}
        </ol>
      )}
    </li>
  );
}

/** Whether a commit has had its turn, for lanes of which nothing in sight runs. */
function isOver({ state }: BeadData): boolean {
  return state === "applied" || state === "superseded" || state === "rejected";
}
