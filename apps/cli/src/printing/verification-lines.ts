import type { Break, VerifiedChain, VerifiedLedger } from "../audit/verify-ledger.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";

/** Each chain with its head, and below where one breaks and how. */
export function verificationLines({ chains, strayLines }: VerifiedLedger): readonly Text[] {
  if (chains.length === 0 && strayLines.length === 0) return ["There is no entry here: nothing is proved."];
  const breaks = chains.flatMap(({ chain, broken }) => (broken === null ? [] : [breakLine(chain, broken)]));
  return [
    ...(chains.length === 0 ? [] : table(["CHAIN", "ENTRIES", "STATE", "HEAD"], chains.map(rowOf))),
    ...breaks,
    ...strayLines.map((line) => breakLine(null, line)),
    ...(breaks.length + strayLines.length > 0
      ? []
      : ["Note the heads: with --head chain=hash a later check sees whether the end was cut off."]),
  ];
}

function rowOf({ chain, entries, head, broken }: VerifiedChain): readonly Text[] {
  const state = broken === null ? styled("green", "intact") : styled("red", "broken");
  return [styled("bold", chain), String(entries), state, head ?? "–"];
}

function breakLine(chain: string | null, { position, line, because }: Break): Text {
  const places = [
    chain,
    position === null ? null : `position ${position}`,
    line === null ? null : `line ${line}`,
  ];
  return [styled("red", places.filter((place) => place !== null).join(", ")), `: ${because}.`];
}
