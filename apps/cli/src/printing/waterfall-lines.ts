import type { Clock } from "@lockstep/model";

import type { AttemptView } from "../org/responses.ts";
import { widthOf } from "../terminal/render-text.ts";
import { alignColumns } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeElapsed } from "./describe-elapsed.ts";
import { stateText } from "./state-text.ts";
import { usageText } from "./usage-text.ts";
import { waitText } from "./wait-text.ts";
import { type Scale, waterfallBar, waterfallLegend } from "./waterfall-bar.ts";
import { type WaterfallRow, waterfallRows } from "./waterfall-rows.ts";

/** Wider than this no line of time gets easier to read. */
const mostColumns = 100;
const leastBar = 12;
const mostBar = 56;
/** Share of the width that names may take. */
const nameShare = 0.3;

/**
 * The steps of a run on its line of time: how each ended, after how many tries, how long it took, when it ran and when it
 * waited, and why it failed. At most 100 columns wide, or as wide as the terminal.
 */
export function waterfallLines(
  attempts: readonly AttemptView[],
  { clock, columns = mostColumns }: { readonly clock: Clock; readonly columns?: number | undefined },
): readonly Text[] {
  const width = Math.min(columns, mostColumns);
  const rows = waterfallRows(attempts, clock);
  const facts = alignColumns([
    ["STEP", "STATE", "TOOK", ""].map(dim),
    ...rows.map((row) => factsOf(row, Math.floor(width * nameShare))),
  ]);
  const stretches = rows.flatMap((row) => row.stretches);
  const scale = scaleOf(stretches, width - Math.max(...facts.map(widthOf)));
  const [head = "", ...lines] = facts;
  return [
    [head, dim(axisOf(scale))],
    ...rows.flatMap((row, index) => [
      [lines[index] ?? "", waterfallBar(row.stretches, scale)],
      ...waitLines(row),
      ...usageLines(row),
      ...errorLines(row, width),
    ]),
    ...waterfallLegend(stretches),
  ];
}

function dim(text: Text): Text {
  return styled("dim", text);
}

/** The last column is empty: it makes the one before it as wide as in every row. */
function factsOf(row: WaterfallRow, longestName: number): readonly Text[] {
  const remark = remarkOn(row);
  const state = [stateText(row.status), remark === "" ? "" : dim(`, ${remark}`)];
  return [shortened(row.name, longestName), state, tookOf(row.stretches), ""];
}

/** What the state alone does not say. */
function remarkOn({ status, tries, items, error }: WaterfallRow): string {
  if (items === null) return "many items";
  if (items > 0) return items === 1 ? "1 item" : `${items} items`;
  if (error !== null && status === "completed") return "by fallback";
  if (error !== null && status === "skipped") return "on error";
  return tries > 1 ? `${tries} tries` : "";
}

function tookOf(stretches: WaterfallRow["stretches"]): string {
  if (stretches.length === 0) return "–";
  const { from, to } = spanOf(stretches);
  return describeElapsed(to - from);
}

function spanOf(stretches: WaterfallRow["stretches"]): { readonly from: number; readonly to: number } {
  return {
    from: stretches.reduce((least, { from }) => Math.min(least, from), Infinity),
    to: stretches.reduce((most, { to }) => Math.max(most, to), -Infinity),
  };
}

function scaleOf(stretches: WaterfallRow["stretches"], room: number): Scale {
  const columns = Math.max(leastBar, Math.min(mostBar, room));
  return stretches.length === 0 ? { from: 0, to: 0, columns } : { ...spanOf(stretches), columns };
}

/** Where time begins and ends. */
function axisOf({ from, to, columns }: Scale): string {
  const end = describeElapsed(to - from);
  return to > from ? `0${end.padStart(columns - 1)}` : "";
}

function waitLines({ waiting, items, name }: WaterfallRow): readonly Text[] {
  const text = waiting === null || items !== 0 ? null : waitText(waiting);
  return text === null ? [] : [[indentOf(name), text]];
}

function usageLines({ usage, name }: WaterfallRow): readonly Text[] {
  return usage === null ? [] : [[indentOf(name), dim(usageText(usage))]];
}

function errorLines({ error, name }: WaterfallRow, width: number): readonly Text[] {
  if (error === null) return [];
  const indent = indentOf(name);
  const room = width - indent.length - error.type.length - 2;
  return [[indent, styled("red", error.type), "  ", shortened(error.message, room)]];
}

function indentOf(name: string): string {
  return name.startsWith(" ") ? "    " : "  ";
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
