import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";

import { PlainText } from "../../design/plain-text.tsx";
import { EmptyState, ErrorState, Loading } from "../../design/states.tsx";
import { type LogFilter, type LogLine, logsQuery, type RunDetails } from "./run-queries.ts";

/** What steps wrote and what happened to them, oldest first; more is fetched when its end comes into sight. */
export function Logs({ run, filter }: { readonly run: RunDetails; readonly filter: LogFilter }) {
  const query = useInfiniteQuery(logsQuery(run, filter));
  const { data, error, hasNextPage, isFetching, fetchNextPage } = query;
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 20,
    overscan: 20,
    getItemKey: (at) => lines[at]?.position ?? at,
  });
  const items = virtual.getVirtualItems();
  const isNearEnd = (items.at(-1)?.index ?? 0) >= lines.length - 20;
  useEffect(() => {
    if (isNearEnd && hasNextPage && !isFetching) void fetchNextPage();
  }, [isNearEnd, hasNextPage, isFetching, fetchNextPage]);
  if (data === undefined)
    return error === null ? (
      <Loading what="the log" lines={3} />
    ) : (
      <ErrorState error={error} onRetry={() => void query.refetch()} />
    );
  if (lines.length === 0)
    return (
      <EmptyState title={run.erasedAt === null ? "Nothing was written" : "The log was erased"}>
        {filter.level !== undefined && <p>Choose a lower level to see more.</p>}
      </EmptyState>
    );
  return (
    <div
      ref={box}
      role="log"
      aria-label="Log"
      aria-live="off"
      tabIndex={0}
      className="max-h-96 overflow-y-auto rounded-md bg-sunken p-2 font-mono text-xs leading-5"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const line = lines[index];
          return (
            line !== undefined && (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className="absolute inset-x-0 flex gap-2"
                style={{ transform: `translateY(${start}px)` }}
              >
                <Line line={line} hasStep={filter.step === undefined} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

const tones: Readonly<Record<LogLine["level"], string>> = {
  debug: "text-muted",
  info: "text-info",
  warn: "text-warn",
  error: "text-bad",
};

function Line({ line, hasStep }: { readonly line: LogLine; readonly hasStep: boolean }) {
  const { at, level, step, message } = line;
  return (
    <>
      <time dateTime={at} title={at} className="shrink-0 text-muted">
        {timeOf(at)}
      </time>
      <span className={`w-12 shrink-0 ${tones[level]}`}>{level}</span>
      {hasStep && <span className="w-24 shrink-0 truncate text-muted max-sm:hidden">{step ?? ""}</span>}
      <PlainText text={message} limit={500} className="min-w-0 whitespace-pre-wrap" />
    </>
  );
}

/** `14:03:00.120` in the viewer's zone. */
function timeOf(at: string): string {
  const date = new Date(at);
  const milliseconds = String(date.getMilliseconds()).padStart(3, "0");
  return `${date.toLocaleTimeString("en-GB")}.${milliseconds}`;
}
