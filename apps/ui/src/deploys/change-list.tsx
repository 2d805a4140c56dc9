import { Link } from "@tanstack/react-router";

import { Badge } from "../design/badge.tsx";
import { Icon, type IconName } from "../design/icon.tsx";
import { PlainText } from "../design/plain-text.tsx";
import { type Tone, toneText } from "../design/tone.ts";
import { classTones, moveOf } from "./changes.ts";
import type { Change, Difference } from "./deploy-queries.ts";

export interface ChangeListProps {
  readonly environment: string;
  readonly changes: readonly Change[];
  /** Changes shown before the rest is counted; all of them when absent. */
  readonly most?: number;
  /** Without the single differences. */
  readonly isShort?: boolean;
}

/** What a plan does, pipeline by pipeline, with the class of each change. */
export function ChangeList({
  environment,
  changes,
  most = changes.length,
  isShort = false,
}: ChangeListProps) {
  if (changes.length === 0) return <p className="text-sm text-muted">It changes nothing.</p>;
  const rest = changes.length - most;
  return (
    <ul aria-label="Changes" className="m-0 list-none divide-y divide-line p-0 text-sm">
      {changes.slice(0, most).map((change) => (
        <ChangeItem key={`${change.kind} ${change.slug}`} {...{ environment, change, isShort }} />
      ))}
      {rest > 0 && <li className="py-2 text-muted">… and {rest} more</li>}
    </ul>
  );
}

interface ChangeItemProps {
  readonly environment: string;
  readonly change: Change;
  readonly isShort: boolean;
}

function ChangeItem({ environment, change, isShort }: ChangeItemProps) {
  const { kind, slug, class: strongest, contract, differences } = change;
  return (
    <li className="min-w-0 py-2 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="w-20 text-muted">{kind}</span>
        {kind === "configure" || kind === "prune" ? (
          <PlainText text={slug} limit={80} className="font-medium" />
        ) : (
          <Link
            to="/environments/$env/pipelines/$slug"
            params={{ env: environment, slug }}
            className="font-medium text-text underline-offset-2 hover:underline"
          >
            <PlainText text={slug} limit={80} />
          </Link>
        )}
        <PlainText text={moveOf(change)} limit={80} className="text-muted" />
        {strongest !== null && <ClassTag name={strongest} />}
        {contract !== null && contract !== "compatible" && (
          <Badge tone={contract === "breaking" ? "bad" : "warn"} icon="warning">
            contract {contract}
          </Badge>
        )}
      </div>
      {!isShort && differences.length > 0 && <DifferenceList differences={differences} />}
    </li>
  );
}

/** The class of a change: what it touches, from a label to the contract with callers. */
export function ClassTag({ name }: { readonly name: NonNullable<Change["class"]> }) {
  return (
    <Badge tone={classTones[name]} title={`The strongest difference is of class ${name}.`}>
      {name}
    </Badge>
  );
}

const signs: Readonly<Record<Difference["operation"], readonly [IconName, Tone]>> = {
  added: ["plus", "good"],
  removed: ["minus", "bad"],
  changed: ["tilde", "warn"],
};

/** Each difference as a sentence, with its sign and class. */
export function DifferenceList({ differences }: { readonly differences: readonly Difference[] }) {
  return (
    <ul aria-label="Differences" className="m-0 mt-1 list-none space-y-0.5 p-0 text-sm sm:pl-22">
      {differences.map(({ path, operation, sentence, class: name }) => {
        const [icon, tone] = signs[operation];
        return (
          <li key={`${operation} ${path} ${sentence}`} className="flex min-w-0 items-start gap-1.5">
            <Icon name={icon} className={`mt-0.5 ${toneText[tone]}`} />
            <span className="sr-only">{operation}</span>
            <span className="min-w-0">
              <PlainText text={sentence} limit={240} /> <span className="text-xs text-muted">{name}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
