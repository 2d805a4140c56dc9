/** One attempt on the time line of its run; instants are milliseconds after the run was accepted. */
export interface Span {
  readonly step: string;
  /** -1 for the step itself. */
  readonly item: number;
  readonly attempt: number;
  readonly status: string;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  /** What it waits or waited for; `null` for nothing. */
  readonly waitsFor: string | null;
}

/** A part of a row that is painted. Always within the run. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly status: string;
  /** `pause` is the time between two tries. */
  readonly kind: "work" | "wait" | "pause" | "queue" | "span";
  readonly attempt: number;
}

export interface WaterfallRow {
  readonly key: string;
  readonly kind: "run" | "step" | "item" | "try";
  readonly step: string;
  readonly item: number;
  /** The newest one of the row. */
  readonly attempt: number;
  readonly status: string;
  readonly bars: readonly Bar[];
  /** From its first start to its end; `null` before it began. */
  readonly tookMs: number | null;
  /** How many rows it can be opened into; 0 when there is nothing more. */
  readonly parts: number;
  /** Of a `forEach`: how its items stand, by status. */
  readonly counts: Readonly<Record<string, number>> | null;
}

export interface WaterfallRun {
  readonly status: string;
  readonly startedMs: number | null;
  readonly endedMs: number | null;
  /** Now, for what has not ended. */
  readonly nowMs: number;
}

export interface WaterfallLayout {
  readonly rows: readonly WaterfallRow[];
  /** Length of the time line. */
  readonly totalMs: number;
}

/** Rows of a run: itself, its steps in the order in which they began, and what is opened. */
export function layOut(
  run: WaterfallRun,
  spans: readonly Span[],
  open: ReadonlySet<string>,
): WaterfallLayout {
  const line = { totalMs: lengthOf(run, spans), nowMs: run.nowMs };
  const rows = [runRow(run, line)];
  for (const [step, own] of inOrder(groupBy(spans, (span) => span.step))) {
    const items = own.filter(({ item }) => item >= 0);
    rows.push(items.length > 0 ? eachRow(step, own, line) : tryRow("step", own, line));
    if (!open.has(step)) continue;
    if (items.length === 0) rows.push(...triesOf(own, line));
    else for (const one of itemsOf(items)) rows.push(tryRow("item", one, line));
  }
  return { rows, totalMs: line.totalMs };
}

/** By when they began, then by when they ended; what never began comes last. */
function inOrder(
  steps: ReadonlyMap<string, readonly Span[]>,
): readonly (readonly [string, readonly Span[]])[] {
  const placed = [...steps].map(([step, own]) => ({
    step,
    own,
    from: own[0]?.startedMs ?? own[0]?.endedMs ?? Infinity,
    to: own.findLast(({ endedMs }) => endedMs !== null)?.endedMs ?? Infinity,
  }));
  placed.sort((one, other) => compare(one.from, other.from) || compare(one.to, other.to));
  return placed.map(({ step, own }) => [step, own]);
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

interface Line {
  readonly totalMs: number;
  readonly nowMs: number;
}

function lengthOf(run: WaterfallRun, spans: readonly Span[]): number {
  let last = Math.max(run.startedMs ?? 0, run.endedMs ?? run.nowMs);
  for (const { startedMs, endedMs } of spans) last = Math.max(last, startedMs ?? 0, endedMs ?? 0);
  return Math.max(1, last);
}

function runRow(run: WaterfallRun, line: Line): WaterfallRow {
  const end = run.endedMs ?? line.nowMs;
  const bars = [
    barOf({ kind: "queue", status: "queued", attempt: 0 }, [0, run.startedMs ?? end], line),
    ...(run.startedMs === null
      ? []
      : [
          barOf(
            { kind: run.status === "waiting" ? "wait" : "span", status: run.status, attempt: 0 },
            [run.startedMs, end],
            line,
          ),
        ]),
  ];
  return {
    key: "run",
    kind: "run",
    step: "",
    item: -1,
    attempt: 0,
    parts: 0,
    counts: null,
    status: run.status,
    bars,
    tookMs: run.startedMs === null ? null : Math.max(0, end - run.startedMs),
  } satisfies WaterfallRow;
}

/** A step that goes over items: one bar from the first to the last of them. */
function eachRow(step: string, own: readonly Span[], line: Line): WaterfallRow {
  const items = itemsOf(own.filter(({ item }) => item >= 0));
  const counts: Record<string, number> = {};
  for (const one of items) {
    const status = one.at(-1)?.status ?? "pending";
    counts[status] = (counts[status] ?? 0) + 1;
  }
  const whole = own.findLast(({ item }) => item < 0);
  const status = whole?.status ?? (own.some(({ endedMs }) => endedMs === null) ? "running" : "completed");
  const [from, to] = reachOf(own, line);
  return {
    key: `step ${step}`,
    kind: "step",
    step,
    item: -1,
    attempt: whole?.attempt ?? 1,
    status,
    counts,
    bars: from === null ? [] : [barOf({ kind: "span", status, attempt: 1 }, [from, to], line)],
    tookMs: from === null ? null : Math.max(0, to - from),
    parts: items.length,
  } satisfies WaterfallRow;
}

/** A step or an item with its tries as parts of one bar. */
function tryRow(kind: "step" | "item", own: readonly Span[], line: Line): WaterfallRow {
  const tries = own.toSorted((one, other) => one.attempt - other.attempt);
  const last = tries.at(-1);
  const { step = "", item = -1, attempt = 1, status = "pending" } = last ?? {};
  const [from, to] = reachOf(own, line);
  return {
    key: `${kind} ${step} ${item}`,
    kind,
    step,
    item,
    attempt,
    status,
    counts: null,
    bars: barsOf(tries, line),
    tookMs: from === null ? null : Math.max(0, to - from),
    parts: kind === "step" && tries.length > 1 ? tries.length : 0,
  };
}

function triesOf(own: readonly Span[], line: Line): readonly WaterfallRow[] {
  if (own.length < 2) return [];
  const tries = own.toSorted((one, other) => one.attempt - other.attempt);
  return tries.map((one) => {
    const row = tryRow("step", [one], line);
    return { ...row, kind: "try", key: `try ${one.step} ${one.attempt}` } as const;
  });
}

/** What one try did after the other, with the pauses in between. */
function barsOf(tries: readonly Span[], line: Line): readonly Bar[] {
  const bars: Bar[] = [];
  let before: number | null = null;
  for (const { attempt, status, startedMs, endedMs, waitsFor } of tries) {
    if (startedMs === null) {
      before = endedMs ?? before;
      continue;
    }
    if (before !== null && startedMs > before)
      bars.push(barOf({ kind: "pause", status: "pending", attempt }, [before, startedMs], line));
    const kind = waitsFor === null ? "work" : "wait";
    bars.push(barOf({ kind, status, attempt }, [startedMs, endedMs ?? line.nowMs], line));
    before = endedMs;
  }
  return bars;
}

function barOf(
  about: Pick<Bar, "kind" | "status" | "attempt">,
  [from, to]: readonly [number, number],
  { totalMs }: Line,
): Bar {
  const start = within(from, totalMs);
  return { ...about, from: start, to: Math.max(start, within(to, totalMs)) };
}

/** Clocks of runners differ: what seems to be outside is drawn at the edge. */
function within(at: number, totalMs: number): number {
  return Math.min(Math.max(0, at), totalMs);
}

function reachOf(own: readonly Span[], { nowMs }: Line): readonly [number | null, number] {
  let [from, to]: [number | null, number] = [null, 0];
  for (const { startedMs, endedMs } of own) {
    if (startedMs === null) continue;
    from = from === null ? startedMs : Math.min(from, startedMs);
    to = Math.max(to, endedMs ?? nowMs, startedMs);
  }
  return [from, to];
}

/** Items by index, each with its tries in order. */
function itemsOf(spans: readonly Span[]): readonly (readonly Span[])[] {
  const items = [...groupBy(spans, ({ item }) => item)].sort(([one], [other]) => one - other);
  return items.map(([, tries]) => tries.toSorted((one, other) => one.attempt - other.attempt));
}

function groupBy<Key>(spans: readonly Span[], keyOf: (span: Span) => Key): ReadonlyMap<Key, readonly Span[]> {
  const groups = new Map<Key, Span[]>();
  for (const span of spans) {
    const known = groups.get(keyOf(span));
    if (known === undefined) groups.set(keyOf(span), [span]);
    else known.push(span);
  }
  return groups;
}
