import type { Difference } from "@lockstep/model";

import { type Style, styled, type Text } from "../terminal/text.ts";

const signs: Readonly<Record<Difference["operation"], readonly [string, Style]>> = {
  added: ["+", "green"],
  removed: ["-", "red"],
  changed: ["~", "yellow"],
};

/** One line for each difference: what happened, in a sentence, and its class. */
export function differenceLines(differences: readonly Difference[]): readonly Text[] {
  return differences.map(({ operation, sentence, class: name }) => {
    const [sign, style] = signs[operation];
    return ["    ", styled(style, sign), " ", sentence, " ", styled("dim", `(${name})`)];
  });
}
