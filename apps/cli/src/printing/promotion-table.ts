import type { Promotion, PromotionState } from "@lockstep/model";

import { table } from "../terminal/table.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";

const styles: Readonly<Record<PromotionState, Style>> = {
  "in-step": "green",
  held: "yellow",
  waiting: "yellow",
  ahead: "cyan",
};

/** Pairs of environments in a table, in the order given. */
export function promotionTable(promotions: readonly Promotion[]): readonly Text[] {
  if (promotions.length === 0)
    return ["No environment promotes from another: set `promotesFrom` in environments/<slug>.json."];
  const rows = promotions.map(({ from, to, state, counts, because }) => [
    from.environment,
    to.environment,
    promotionStateText(state),
    String(counts.ahead + counts.tuning + counts.missing),
    String(counts.behind),
    because,
  ]);
  return table(["FROM", "TO", "STATE", "AHEAD", "BEHIND", "BECAUSE"], rows);
}

/** A state's word in its colour; a word that a newer server made up stays plain. */
export function promotionStateText(state: PromotionState): Text {
  return Object.hasOwn(styles, state) ? styled(styles[state], state) : state;
}
