import { Link } from "@tanstack/react-router";

import { PlainText } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { StatusBadge } from "../../design/status-badge.tsx";
import { statusOf } from "../../design/statuses.ts";
import { Fact, Facts } from "../../design/table.tsx";
import { Instant, Time } from "../../design/time.tsx";
import type { Entry, People } from "./audit-queries.ts";
import { actorOf, becauseOf } from "./describe-entry.ts";
import { kindWords } from "./kind-words.ts";

export interface EntryRowProps {
  readonly entry: Entry;
  readonly people: People;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

/** One fact: what, where, who, why, when; opened, everything that its hash covers. */
export function EntryRow({ entry, people, isOpen, onToggle }: EntryRowProps) {
  const { environment, position, kind, at, deploy, previous, hash, body } = entry;
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => currentTarget.open !== isOpen && onToggle(currentTarget.open)}
      className="border-b border-line last:border-b-0"
    >
      <summary className="grid grid-cols-[9.500rem_minmax(0,1fr)] items-start gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-sunken md:grid-cols-[9.500rem_7rem_9rem_minmax(0,1fr)_auto]">
        <span>
          <StatusBadge status={statusOf(kindWords, kind)} />
        </span>
        <span className="text-sm font-medium">
          <PlainText text={environment} limit={40} />
        </span>
        <span className="text-sm max-md:col-start-2">
          <PlainText text={actorOf(entry, people)} limit={60} />
        </span>
        <span className="text-sm text-muted max-md:col-span-2">
          <PlainText text={becauseOf(entry)} limit={160} />
        </span>
        <span className="text-sm text-muted">
          <Time at={at} />
        </span>
      </summary>
      {isOpen && (
        <div className="space-y-3 px-4 pt-1 pb-4">
          <Facts>
            <Fact name="At">
              <Instant at={at} />
            </Fact>
            {deploy !== null && (
              <Fact name="Deploy">
                <Link to="/deploys/$id" params={{ id: deploy }} className="text-link">
                  <ShortId id={deploy} digits={36} />
                </Link>
              </Fact>
            )}
            <Fact name="Position">
              {position} of chain <PlainText text={environment} limit={40} />
            </Fact>
            <Fact name="Hash">
              <ShortId id={hash} digits={64} canCopy />
            </Fact>
            <Fact name="Hash before it">
              <ShortId id={previous} digits={64} />
            </Fact>
          </Facts>
          <pre
            className="max-h-96 overflow-auto rounded-md bg-sunken p-3 text-xs"
            tabIndex={0}
            aria-label="Content"
          >
            <PlainText text={JSON.stringify(body, null, 2)} limit={20_000} isBlock />
          </pre>
        </div>
      )}
    </details>
  );
}
