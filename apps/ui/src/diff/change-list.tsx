import { type ReactNode, useId, useState } from "react";

import { Badge } from "../design/badge.tsx";
import { Button } from "../design/button.tsx";
import { Icon } from "../design/icon.tsx";
import { PlainText } from "../design/plain-text.tsx";
import { ShortId } from "../design/short-id.tsx";
import { toneText } from "../design/tone.ts";
import {
  changeClassFacts,
  changeSigns,
  contractFacts,
  type ShownChange,
  type ShownDifference,
  updateSign,
} from "./change.ts";

export interface ChangeListProps {
  readonly changes: readonly ShownChange[];
  /** Each begins as one line; else a few of them begin open. */
  readonly isFolded?: boolean;
  /** Under the sentences of an open change, such as its text difference. */
  readonly renderMore?: (change: ShownChange) => ReactNode;
}

/** So many differences of a change are shown before somebody asks for all: what comes below stays in reach. */
const differencesAtFirst = 100;

/** So many changes begin open. */
const openAtFirst = 5;

/** What changes, pipeline by pipeline: kind, versions, class and every difference as a sentence. */
export function ChangeList({ changes, isFolded = false, renderMore }: ChangeListProps) {
  return (
    <ul className="m-0 list-none divide-y divide-line p-0">
      {changes.map((change) => (
        <ChangeItem
          key={`${change.kind} ${change.slug}`}
          change={change}
          isOpenAtFirst={!isFolded && changes.length <= openAtFirst}
          renderMore={renderMore}
        />
      ))}
    </ul>
  );
}

interface ChangeItemProps {
  readonly change: ShownChange;
  readonly isOpenAtFirst: boolean;
  readonly renderMore: ChangeListProps["renderMore"];
}

function ChangeItem({ change, isOpenAtFirst, renderMore }: ChangeItemProps) {
  const id = useId();
  const sign = changeSigns[change.kind] ?? updateSign;
  const { differences } = change;
  return (
    <li>
      <details open={isOpenAtFirst} aria-labelledby={id} className="group">
        <summary className="flex list-none flex-wrap items-center gap-x-2 gap-y-1 px-3 py-2 hover:bg-sunken">
          <Icon name="chevron" className="text-muted transition-transform group-open:rotate-90" />
          <Icon name={sign.icon} className={toneText[sign.tone]} />
          <span id={id} className="font-medium">
            <PlainText text={change.slug} limit={80} />
          </span>
          <span className="text-xs text-muted">{sign.word}</span>
          <Versions change={change} />
          {change.class !== null && <ClassBadge name={change.class} />}
          {change.contract !== null && isTold(change) && <ContractBadge verdict={change.contract} />}
          <span className="ml-auto text-xs text-muted">
            {differences.length > 0 &&
              `${differences.length} ${differences.length === 1 ? "difference" : "differences"}`}
          </span>
        </summary>
        <div className="flex flex-col gap-2.5 px-3 pb-3 pl-10 max-sm:pl-3">
          <Differences change={change} />
          {renderMore?.(change)}
        </div>
      </details>
    </li>
  );
}

/** A kept contract is worth a word only where behaviour changed. */
function isTold({ contract, class: name }: ShownChange): boolean {
  return contract !== "compatible" || name === "contract" || name === "shape" || name === "content";
}

function Versions({ change: { from, to } }: { readonly change: ShownChange }) {
  if (from === null && to === null) return null;
  const [older, newer] = [from?.version, to?.version];
  return (
    <span className="text-sm text-muted">
      {older === undefined || newer === undefined || older === newer
        ? (newer ?? older)
        : `${older} → ${newer}`}
    </span>
  );
}

/** How much a change means. */
export function ClassBadge({ name }: { readonly name: string }) {
  const facts = changeClassFacts[name];
  return (
    <Badge tone={facts?.tone ?? "idle"} title={facts?.means}>
      {name}
    </Badge>
  );
}

/** What callers notice of a change. */
function ContractBadge({ verdict }: { readonly verdict: string }) {
  const facts = contractFacts[verdict] ?? { tone: "idle" as const, word: verdict };
  return <Badge tone={facts.tone}>{facts.word}</Badge>;
}

function Differences({ change: { kind, differences, from, to } }: { readonly change: ShownChange }) {
  if (differences.length > 0) return <Sentences differences={differences} />;
  if (kind === "configure")
    return <p className="m-0 text-sm text-muted">Settings of the environment change.</p>;
  const end = to ?? from;
  return (
    <p className="m-0 text-sm text-muted">
      {kind === "prune" ? "It is taken out. Its history stays." : "It was not there before."}
      {end !== null && (
        <>
          {" "}
          Version {end.version}, content <ShortId id={end.content} />.
        </>
      )}
    </p>
  );
}

function Sentences({ differences }: Pick<ShownChange, "differences">) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? differences : differences.slice(0, differencesAtFirst);
  return (
    <>
      <ul className="m-0 list-none space-y-1 p-0 text-sm">
        {shown.map((difference, index) => (
          <li key={index} className="flex items-baseline gap-2">
            <DifferenceSign difference={difference} />
            <PlainText text={difference.sentence} className="min-w-0 flex-1" />
            <span className="text-xs text-muted">{difference.class}</span>
          </li>
        ))}
      </ul>
      {shown.length < differences.length && (
        <div>
          <Button look="quiet" className="min-h-7 text-xs" onClick={() => setAll(true)}>
            Show all {differences.length.toLocaleString("en")} differences
          </Button>
        </div>
      )}
    </>
  );
}

const signs = {
  added: { icon: "plus", tone: "text-good" },
  removed: { icon: "minus", tone: "text-bad" },
  changed: { icon: "tilde", tone: "text-warn" },
} as const;

function DifferenceSign({ difference: { operation } }: { readonly difference: ShownDifference }) {
  const sign = operation === "added" || operation === "removed" ? signs[operation] : signs.changed;
  return (
    <>
      <Icon name={sign.icon} className={`size-3 translate-y-0.5 ${sign.tone}`} />
      <span className="sr-only">{operation}: </span>
    </>
  );
}
