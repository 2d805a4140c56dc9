import { Link } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";

import { PlainText } from "../../design/plain-text.tsx";
import { RunBadge } from "../../design/status-badge.tsx";
import { HeadCell } from "../../design/table.tsx";
import { Time } from "../../design/time.tsx";
import { Duration } from "../../runs/duration.tsx";
import { triggerWords } from "../../runs/trigger-words.ts";
import type { ListedRun } from "./runs-queries.ts";

const rowHeight = 34;

interface RunsTableProps {
  readonly runs: readonly ListedRun[];
  /** Index of the row that the keys have chosen; -1 is none. */
  readonly selected: number;
  /** Called when the end comes into sight. */
  readonly onEnd: () => void;
}

/** Runs as rows, of which only those in sight are there. */
export function RunsTable({ runs, selected, onEnd }: RunsTableProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: box.current?.offsetTop ?? 0,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  const isNearEnd = (last?.index ?? 0) >= runs.length - 20;
  useEffect(() => {
    if (isNearEnd) onEnd();
  }, [isNearEnd, onEnd]);
  useEffect(() => {
    if (selected >= 0) rows.scrollToIndex(selected, { align: "auto" });
  }, [selected, rows]);
  const margin = rows.options.scrollMargin;
  return (
    <div ref={box}>
      <table aria-rowcount={runs.length + 1} className="w-full table-fixed border-collapse text-left text-sm">
        <caption className="sr-only">Runs, newest first</caption>
        <thead className="sticky top-12 z-10">
          <tr aria-rowindex={1}>
            <HeadCell className="w-32">State</HeadCell>
            <HeadCell>Pipeline</HeadCell>
            <HeadCell className="w-20 max-md:hidden">Version</HeadCell>
            <HeadCell className="w-28 max-lg:hidden">Environment</HeadCell>
            <HeadCell className="w-36 max-xl:hidden">Trigger</HeadCell>
            <HeadCell className="w-28 max-sm:hidden">Accepted</HeadCell>
            <HeadCell className="w-20 text-right max-lg:hidden">Waited</HeadCell>
            <HeadCell className="w-24 text-right">Took</HeadCell>
            <HeadCell className="w-24 max-xl:hidden">Deploy</HeadCell>
          </tr>
        </thead>
        <tbody>
          <Gap height={(first?.start ?? margin) - margin} />
          {items.map(({ index, key }) => {
            const run = runs[index];
            return (
              run !== undefined && (
                <RunRow key={key} run={run} index={index} isSelected={index === selected} />
              )
            );
          })}
          <Gap height={rows.getTotalSize() + margin - (last?.end ?? margin)} />
        </tbody>
      </table>
    </div>
  );
}

function Gap({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      {/* One cell: as many as there are columns would give those that are hidden a width. */}
      <td className="p-0" style={{ height }} />
    </tr>
  );
}

interface RunRowProps {
  readonly run: ListedRun;
  readonly index: number;
  readonly isSelected: boolean;
}

const cell = "h-[34px] overflow-hidden px-3 align-middle whitespace-nowrap text-ellipsis";

function RunRow({ run, index, isSelected }: RunRowProps) {
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className="border-b border-line hover:bg-sunken aria-selected:bg-accent-soft"
    >
      <td className={cell}>
        <RunBadge state={run.status} because={becauseOf(run)} />
      </td>
      <td className={cell}>
        <Link to="/runs/$id" params={{ id: run.id }} className="font-medium text-text hover:text-accent">
          {run.slug}
        </Link>{" "}
        <ShortEnd id={run.id} />
      </td>
      <td className={`${cell} max-md:hidden`}>{run.version}</td>
      <td className={`${cell} max-lg:hidden`}>{run.environment}</td>
      <td className={`${cell} text-muted max-xl:hidden`}>
        {triggerWords[run.trigger.type]} <PlainText text={run.trigger.id ?? run.actor.id} limit={60} />
      </td>
      <td className={`${cell} text-muted max-sm:hidden`}>
        <Time at={run.createdAt} />
      </td>
      <td className={`${cell} text-right text-muted max-lg:hidden`}>
        <Duration run={run} of="waited" />
      </td>
      <td className={`${cell} text-right`}>
        <Duration run={run} of="took" />
      </td>
      <td className={`${cell} max-xl:hidden`}>
        <Link to="/deploys/$id" params={{ id: run.deploy }} className="text-muted hover:text-accent">
          <ShortEnd id={run.deploy} />
        </Link>
      </td>
    </tr>
  );
}

/** Ids begin with their time: what tells those of one hour apart stands at the end. */
function ShortEnd({ id }: { readonly id: string }) {
  return (
    <code className="font-mono text-xs text-muted" title={id}>
      …{id.slice(-6)}
    </code>
  );
}

function becauseOf({ error, waitsFor }: ListedRun): string | undefined {
  return (error?.message ?? waitsFor ?? undefined)?.slice(0, 300);
}
