import { Icon } from "../../design/icon.tsx";
import { showShort } from "../../design/plain-text.tsx";
import { healthStatuses, type Status, statusOf, syncStatuses } from "../../design/statuses.ts";
import { Age } from "../../design/time.tsx";
import { toneText } from "../../design/tone.ts";
import type { MatrixCellData } from "./matrix-queries.ts";
import { pipelinePath } from "./pipeline-path.ts";

export interface MatrixCellProps {
  readonly slug: string;
  readonly environment: string;
  /** Where promotions from here lead, for what `↑n` means. */
  readonly promotesTo: readonly string[];
  readonly cell: MatrixCellData | null;
  /** Whether a filter asks for other cells than this. */
  readonly isDimmed: boolean;
}

/** What runs of one pipeline in one environment: on the left what, on the right the two axes. */
export function MatrixCell({ slug, environment, promotesTo, cell, isDimmed }: MatrixCellProps) {
  if (cell === null) {
    return (
      <span
        className="flex h-full min-h-9 items-center px-3 text-muted"
        title={`${slug} is not in ${environment}.`}
      >
        <span aria-hidden="true">–</span>
        <span className="sr-only">not there</span>
      </span>
    );
  }
  const sync = statusOf(syncStatuses, cell.sync);
  const health = statusOf(healthStatuses, cell.health);
  return (
    <a
      href={pipelinePath(environment, slug)}
      title={showShort(describeCell(cell, sync, health), 1_000)}
      className={`grid h-full grid-cols-[minmax(0,1fr)_auto] grid-rows-[1.25rem_1rem] content-center items-center gap-x-2 px-3 no-underline -outline-offset-2 ${isDimmed ? "text-muted grayscale" : "text-text"}`}
    >
      <span className="truncate font-medium">
        {cell.version ?? "new"}
        {cell.change !== null && (
          <span className={`ml-1 font-normal ${toneText[sync.tone]}`}>
            <span aria-hidden="true">→</span>
            <span className="sr-only">to</span> {cell.change.version ?? "gone"}
          </span>
        )}
      </span>
      <Axis status={sync} isQuiet={cell.sync === "in-sync"} />
      <span className="flex min-w-0 items-baseline gap-1.5 overflow-hidden text-xs whitespace-nowrap text-muted">
        {cell.content !== null && (
          <code className="min-w-0 truncate font-mono text-[0.95em] max-sm:hidden">
            {cell.content.replace(/^sha256:/, "").slice(0, 8)}
          </code>
        )}
        {cell.appliedAt !== null && <Age at={cell.appliedAt} />}
        {cell.ahead > 0 && <Ahead count={cell.ahead} of={promotesTo} />}
      </span>
      <Axis status={health} isQuiet={!isTrouble(cell)} />
    </a>
  );
}

/** A state by its shape; with its word only where it is news, so that the news stand out. */
function Axis({ status, isQuiet }: { readonly status: Status; readonly isQuiet: boolean }) {
  return (
    <span className={`flex items-center justify-end gap-1 text-xs ${toneText[status.tone]}`}>
      <span className={isQuiet ? "sr-only" : "font-medium"}>{status.word}</span>
      <Icon name={status.icon} className={status.icon === "spinner" ? "size-3.5 animate-spin" : "size-3.5"} />
    </span>
  );
}

function Ahead({ count, of }: { readonly count: number; readonly of: readonly string[] }) {
  const where = of.length === 0 ? "the next environment" : of.join(" and ");
  return (
    <span className="shrink-0 font-medium text-info" title={`${count} ahead of ${where}`}>
      <span aria-hidden="true">↑{count}</span>
      <span className="sr-only">
        {count} ahead of {where}
      </span>
    </span>
  );
}

function isTrouble({ health }: MatrixCellData): boolean {
  return health === "failing" || health === "degraded";
}

function describeCell(cell: MatrixCellData, sync: Status, health: Status): string {
  return [
    `${sync.word}: ${cell.because}`,
    cell.sync === "in-sync" ? "" : `Next: ${cell.next}`,
    `${health.word}: ${cell.healthBecause}`,
  ]
    .filter((line) => line !== "")
    .join("\n");
}
