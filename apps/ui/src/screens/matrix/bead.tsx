import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Countdown } from "../../design/countdown.tsx";
import { Icon } from "../../design/icon.tsx";
import { PlainText, showShort } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { ShortText } from "../../design/short-text.tsx";
import { Age } from "../../design/time.tsx";
import { toneClasses } from "../../design/tone.ts";
import { beadStatus } from "./bead-status.ts";
import type { BeadData } from "./overview-queries.ts";

export interface BeadProps {
  readonly bead: BeadData;
  /** Whether it is newer than what runs. */
  readonly isOnItsWay: boolean;
  readonly isLast: boolean;
}

/** A commit on its rail. What is stuck says the one thing that it waits for, and for how long. */
export function Bead({ bead, isOnItsWay, isLast }: BeadProps) {
  const { revision, message, author, at, isInForce, stuck } = bead;
  const status = beadStatus(bead);
  return (
    <li className="relative flex gap-3 px-4 py-1.5">
      {!isLast && (
        <span
          aria-hidden="true"
          className={`absolute top-7 -bottom-1.5 left-[1.6rem] border-l-2 ${isOnItsWay ? "border-dashed border-line-strong" : "border-line"}`}
        />
      )}
      <span
        role="img"
        aria-label={status.word}
        title={`${status.word}: ${showShort(bead.because, 500)}`}
        className={`relative flex size-5 shrink-0 items-center justify-center rounded-full ${toneClasses[status.tone]} ${isInForce ? "ring-2 ring-good ring-offset-1 ring-offset-surface" : ""}`}
      >
        <Icon name={status.icon} className={`size-3 ${status.icon === "spinner" ? "animate-spin" : ""}`} />
      </span>
      <div className="min-w-0 flex-1">
        <BeadLink bead={bead}>
          <ShortText
            text={message ?? "Not planned yet"}
            className={isInForce || isOnItsWay ? "font-medium" : ""}
          />
        </BeadLink>
        <p className="flex min-w-0 items-baseline gap-1.5 text-xs text-muted">
          <Link
            to="/commits/$sha"
            params={{ sha: revision }}
            className="shrink-0 whitespace-nowrap text-muted hover:text-text"
          >
            <ShortId id={revision} digits={7} />
          </Link>
          {author !== null && <ShortText text={author} />}
          {at !== null && <Age at={at} />}
          {isInForce && <span className="ml-auto font-medium whitespace-nowrap text-good">runs now</span>}
        </p>
        {stuck !== null && (
          <div className={`mt-1 rounded-md px-2 py-1 text-xs ${toneClasses[status.tone]}`}>
            <p className="font-medium">
              <PlainText text={stuck.reason} limit={160} />
            </p>
            {stuck.opensAt === null ? (
              <p>
                <PlainText text={stuck.next} limit={160} />
              </p>
            ) : (
              <p>
                opens <Countdown at={stuck.opensAt} />
              </p>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

/** To the deploy, or to the commit where there is none yet. */
function BeadLink({ bead, children }: { readonly bead: BeadData; readonly children: ReactNode }) {
  const look = "block min-w-0 text-sm text-text no-underline hover:underline";
  return bead.deploy === null ? (
    <Link to="/commits/$sha" params={{ sha: bead.revision }} className={look}>
      {children}
    </Link>
  ) : (
    <Link to="/deploys/$id" params={{ id: bead.deploy }} className={look}>
      {children}
    </Link>
  );
}
