import type { Verdict } from "@lockstep/model";

import { alignColumns } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { stateText } from "./state-text.ts";

/** Gate by gate: whether it is open, why, and what opens it. */
export function verdictLines(verdicts: readonly Verdict[]): readonly Text[] {
  const heads = alignColumns(
    verdicts.map(({ gate, verdict, because }) => [
      ["  ", gate],
      stateText(verdict),
      verdict === "open" ? styled("dim", because) : because,
    ]),
  );
  return verdicts.flatMap((verdict, index) => [heads[index] ?? "", ...adviceLines(verdict)]);
}

function adviceLines(verdict: Verdict): readonly Text[] {
  if (verdict.verdict === "open") return [];
  const opens = verdict.verdict === "waiting" && verdict.opensAt !== null ? ` (from ${verdict.opensAt})` : "";
  return [["      ", styled("green", "next: "), verdict.next, opens]];
}
