import { type Style, styled, type Text } from "../terminal/text.ts";
import type { Stretch } from "./waterfall-rows.ts";

/** Which part of time a bar shows, in milliseconds, over how many columns. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}

/** Told apart by shape, for terminals without colours. */
const looks: Readonly<Record<Stretch["kind"], { readonly shape: string; readonly style: Style }>> = {
  ran: { shape: "█", style: "green" },
  running: { shape: "█", style: "cyan" },
  failed: { shape: "▒", style: "red" },
  waited: { shape: "·", style: "yellow" },
};

/** Stretches on a line of time. Even an instant has a column; a later stretch covers an earlier one, no waiting covers work. */
export function waterfallBar(stretches: readonly Stretch[], scale: Scale): Text {
  const cells: (Stretch["kind"] | null)[] = Array.from({ length: scale.columns }, () => null);
  const waiting = stretches.filter(({ kind }) => kind === "waited");
  const working = stretches.filter(({ kind }) => kind !== "waited");
  for (const { kind, from, to } of [...waiting, ...working]) {
    const left = Math.min(columnOf(from, scale), scale.columns - 1);
    cells.fill(kind, left, Math.max(left + 1, columnOf(to, scale)));
  }
  const last = cells.findLastIndex((cell) => cell !== null);
  return runsOf(cells.slice(0, last + 1)).map(({ kind, length }) =>
    kind === null ? " ".repeat(length) : styled(looks[kind].style, looks[kind].shape.repeat(length)),
  );
}

/** What the shapes of these stretches mean; nothing where it goes without saying. */
export function waterfallLegend(stretches: readonly Stretch[]): readonly Text[] {
  const kinds = new Set(stretches.map(({ kind }) => kind));
  if (!kinds.has("failed") && !kinds.has("waited")) return [];
  const words = (["ran", "failed", "waited"] as const).filter((kind) => kinds.has(kind));
  return [
    words.flatMap((kind) => [styled(looks[kind].style, looks[kind].shape), styled("dim", ` ${kind}  `)]),
  ];
}

function columnOf(at: number, { from, to, columns }: Scale): number {
  return Math.round(((at - from) / Math.max(1, to - from)) * columns);
}

function runsOf<Kind>(cells: readonly Kind[]): readonly { readonly kind: Kind; readonly length: number }[] {
  const runs: { kind: Kind; length: number }[] = [];
  for (const kind of cells) {
    const before = runs.at(-1);
    if (before?.kind === kind) before.length += 1;
    else runs.push({ kind, length: 1 });
  }
  return runs;
}
