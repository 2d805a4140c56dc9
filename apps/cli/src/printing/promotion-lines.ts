import {
  type Clock,
  describeDuration,
  fromTimestamp,
  type Promotion,
  type PromotionItem,
  type PromotionKind,
} from "@lockstep/model";

import type { OpenedPromotionView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";
import { differenceLines } from "./difference-lines.ts";
import { nextLine } from "./plan-lines.ts";
import { promotionStateText } from "./promotion-table.ts";

const styles: Readonly<Record<PromotionKind, Style>> = {
  ahead: "cyan",
  tuning: "cyan",
  missing: "red",
  behind: "yellow",
};

interface ShownPromotion {
  readonly promotion: Promotion;
  readonly items: readonly PromotionItem[];
}

/** A promotion for people: where from and to, each pipeline with its evidence, and its differences. */
export function promotionLines({ promotion, items }: ShownPromotion, clock: Clock): readonly Text[] {
  const { from, to, state, because } = promotion;
  const way = `${from.environment} (${from.branch}) → ${to.environment} (${to.branch})`;
  const head: Text = [styled("bold", way), ": ", promotionStateText(state), ". ", because];
  if (items.length === 0) return [head, nextLine(promotion.next)];
  const rows = items.map((item) => [
    styled("bold", item.slug),
    styled(styles[item.kind], item.kind),
    moveOf(item),
    ageOf(item, clock),
    ...evidenceOf(item),
    item.origin?.deploy ?? "–",
  ]);
  const [headings = "", ...lines] = table(
    ["PIPELINE", "CHANGE", "VERSION", "IN FORCE FOR", "RUNS", "FAILED", "DEPLOY"],
    rows,
  );
  return [
    head,
    headings,
    ...items.flatMap((item, index) => [lines[index] ?? "", ...differenceLines(item.differences)]),
  ];
}

function moveOf({ from, to }: PromotionItem): string {
  if (from === null) return `${to?.version ?? ""} → removed`;
  return to === null ? `${from.version} (new)` : `${to.version} → ${from.version}`;
}

function ageOf({ evidence }: PromotionItem, clock: Clock): string {
  if (evidence === null || evidence.since === null) return "–";
  return describeDuration(Math.max(0, clock.now() - fromTimestamp(evidence.since)));
}

function evidenceOf({ evidence }: PromotionItem): readonly Text[] {
  if (evidence === null) return ["–", "–"];
  const { runs, failed, isQuarantined } = evidence;
  const share = runs === 0 ? "–" : `${failed} (${((100 * failed) / runs).toFixed(1)} %)`;
  return [String(runs), isQuarantined ? [share, " ", styled("red", "taken out as bad")] : share];
}

/** The pull request, or what to type; commands keep their own lines, so that they can be copied. */
export function openedPromotionLines({ pullRequest, commands, notes }: OpenedPromotionView): readonly Text[] {
  const remarks = notes.map((note) => styled("dim", note));
  if (pullRequest !== null)
    return [
      ...remarks,
      [styled("green", `pull request #${pullRequest.number} `), pullRequest.url],
      nextLine("Merge it when its checks are green; that is what deploys."),
    ];
  return [
    ...remarks,
    "No forge is configured. Type this in a clone; the last command is what deploys:",
    "",
    ...commands.flatMap((command) => command.split("\n")),
  ];
}
