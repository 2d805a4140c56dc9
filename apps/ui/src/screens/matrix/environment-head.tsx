import { Link } from "@tanstack/react-router";

import { showShort } from "../../design/plain-text.tsx";
import { ShortId } from "../../design/short-id.tsx";
import { ShortText } from "../../design/short-text.tsx";
import { SyncBadge } from "../../design/status-badge.tsx";
import { Age } from "../../design/time.tsx";
import type { EnvironmentColumn } from "./environment-columns.ts";

export interface EnvironmentHeadProps {
  readonly column: EnvironmentColumn;
  /** Says nothing but the state where that is as it should be. */
  readonly isCompact?: boolean;
}

/** Head of an environment's column: its state and why, which revision runs and which should, how fresh that is. */
export function EnvironmentHead({ column, isCompact = false }: EnvironmentHeadProps) {
  const isQuiet = isCompact && column.state === "in-sync";
  const { slug, title, state, because, next, revisions, freshness } = column;
  return (
    <Link
      to="/environments/$env"
      params={{ env: slug }}
      title={[title, because, `Next: ${next}`].map((line) => showShort(line)).join("\n")}
      className="block h-full min-w-0 px-3 py-2 text-left font-normal text-text no-underline -outline-offset-2 hover:bg-sunken"
    >
      <span className="flex items-center justify-between gap-2">
        <ShortText text={slug} className="text-sm font-semibold" />
        <SyncBadge state={state} />
      </span>
      {!isQuiet && (
        <>
          <ShortText
            text={state === "in-sync" ? because : `${because} ${next}`}
            className="text-xs text-muted"
          />
          {(!isCompact || freshness.isStale) && (
            <span className="flex flex-col text-xs text-muted">
              {revisions !== null && !isCompact && <Revisions {...revisions} />}
              <Freshness {...freshness} />
            </span>
          )}
        </>
      )}
    </Link>
  );
}

function Revisions({ desired, applied }: NonNullable<EnvironmentColumn["revisions"]>) {
  if (applied === null && desired === null) return <span>no revision yet</span>;
  if (applied === desired && applied !== null) {
    return (
      <span title={`Applied and desired: ${applied}`}>
        <span className="sr-only">applied and desired </span>
        <ShortId id={applied} />
      </span>
    );
  }
  return (
    <span className="whitespace-nowrap">
      <span className="sr-only">applied </span>
      {applied === null ? "nothing" : <ShortId id={applied} digits={7} />}
      <span aria-hidden="true"> → </span>
      <span className="sr-only">, desired </span>
      {desired === null ? "nothing" : <ShortId id={desired} digits={7} />}
    </span>
  );
}

function Freshness({ polledAt, webhookAt, isStale }: EnvironmentColumn["freshness"]) {
  return (
    <span
      className={`whitespace-nowrap ${isStale ? "font-medium text-warn" : ""}`}
      title={
        isStale
          ? "Nobody looked at it for too long: see whether the controller runs."
          : "When git was last looked at, and when the forge last called."
      }
    >
      {polledAt === null ? (
        "never looked at"
      ) : (
        <>
          {isStale ? "stale, poll " : "poll "}
          <Age at={polledAt} />
        </>
      )}
      {webhookAt !== null && (
        <>
          {" · hook "}
          <Age at={webhookAt} />
        </>
      )}
    </span>
  );
}
