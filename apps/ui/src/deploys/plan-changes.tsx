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

const none: ReadonlySet<string> = new Set();

/** What a plan does, pipeline by pipeline; each name leads to its pipeline. */
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
        {...(isFolded ? { opened: none } : {})}
        renderName={(change) => <ChangeName environment={environment} change={change} />}
      />
      {rest > 0 && <p className="border-t border-line px-3 py-2 text-sm text-muted">… and {rest} more</p>}
    </>
  );
}

function ChangeName({
  environment,
  change: { kind, slug },
}: {
  readonly environment: string;
  readonly change: ShownChange;
}) {
  const name = <PlainText text={slug} limit={80} />;
  if (kind === "configure" || kind === "prune" || kind === "create") return name;
  return (
    <Link
      to="/environments/$env/pipelines/$slug"
      params={{ env: environment, slug }}
      className="text-text underline-offset-2 hover:underline"
    >
      {name}
    </Link>
  );
}
