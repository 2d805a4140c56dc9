import type { StepTypeView } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { valueLines } from "./value-lines.ts";

/** Step types in a table, in the order given. */
export function stepTypeTable(types: readonly StepTypeView[]): readonly Text[] {
  const rows = types.map(({ type, effects, isExecutable, summary }) => [
    type,
    effects.default,
    isExecutable ? "yes" : "no",
    summary,
  ]);
  return table(["TYPE", "EFFECTS", "RUNS HERE", "WHAT IT DOES"], rows);
}

/** One step type with everything a manifest may say to it. */
export function stepTypeLines(view: StepTypeView): readonly Text[] {
  const { type, summary, effects, powers, secrets, isExecutable } = view;
  return [
    [styled("bold", type), ": ", summary],
    ["  ", styled("dim", "effects "), effects.default, styled("dim", " at least "), effects.floor],
    ["  ", styled("dim", "needs "), powers.join(", ") || "nothing"],
    ["  ", styled("dim", "secrets in "), secrets.join(", ") || "no field"],
    ["  ", styled("dim", "runs here "), isExecutable ? "yes" : "no"],
    "",
    styled("dim", "with"),
    ...valueLines(view.with),
    "",
    styled("dim", "output"),
    ...valueLines(view.output),
  ];
}
