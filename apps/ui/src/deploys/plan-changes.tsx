import { Link } from "@tanstack/react-router";

import { PlainText } from "../design/plain-text.tsx";
import { ChangeList } from "../diff/change-list.tsx";
import type { ShownChange } from "../diff/change.ts";

export interface PlanChangesProps {
  readonly environment: string;
  readonly changes: readonly ShownChange[];
  /** Changes that are listed before the rest is counted; all of them when absent. */
  readonly most?: number;
  /** Each change begins as one line. */
  readonly isFolded?: boolean;
}

/** What a plan does, pipeline by pipeline; what is open leads to its pipeline. */
export function PlanChanges({
  environment,
  changes,
  most = changes.length,
  isFolded = false,
}: PlanChangesProps) {
  if (changes.length === 0) return <p className="p-3 text-sm text-muted">It changes nothing.</p>;
  const rest = changes.length - most;
  return (
    <>
      <ChangeList
        changes={changes.slice(0, most)}
        isFolded={isFolded}
        renderMore={(change) => <PipelineLink environment={environment} change={change} />}
      />
      {rest > 0 && <p className="border-t border-line px-3 py-2 text-sm text-muted">… and {rest} more</p>}
    </>
  );
}

function PipelineLink({
  environment,
  change: { kind, slug },
}: {
  readonly environment: string;
  readonly change: ShownChange;
}) {
  if (kind === "configure" || kind === "prune" || kind === "create") return null;
  return (
    <p className="text-sm">
      <Link to="/environments/$env/pipelines/$slug" params={{ env: environment, slug }} className="text-link">
        <PlainText isInControl text={`${slug} in ${environment}`} limit={120} />
      </Link>
    </p>
  );
}
