import type { Clock } from "@lockstep/model";

import type { DriftView } from "../org/responses.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

/** Each difference with who made it, who knows about it and the ways out. */
export function driftLines(environment: string, drift: readonly DriftView[], clock: Clock): readonly Text[] {
  if (drift.length === 0) return [`No drift in ${environment}: what is stored is what was applied.`];
  return [
    ...drift.flatMap((each) => linesOf(each, clock)),
    `Ways out: lockstep drift revert|adopt|acknowledge <id> -e ${environment} --reason …`,
  ];
}

function linesOf(drift: DriftView, clock: Clock): readonly Text[] {
  const { id, kind, slug, sentence, since, detectedBy, acknowledgement } = drift;
  return [
    [
      styled("bold", slug),
      " ",
      styled(acknowledgement === null ? "red" : "dim", kind),
      " ",
      styled("dim", id),
    ],
    `  ${sentence}`,
    [styled("dim", `  seen ${describeAge(since, clock)} by ${detectedBy}; ${whoOf(drift, clock)}`)],
    ...(acknowledgement === null
      ? []
      : [
          `  Does not count until ${acknowledgement.until}: ${acknowledgement.actor}, ${acknowledgement.reason}`,
        ]),
    "",
  ];
}

function whoOf({ edit }: DriftView, clock: Clock): string {
  if (edit === null) return "the database did not note who changed the row";
  const role = edit.role === null ? "somebody (SQLite has no roles)" : `role ${edit.role}`;
  return `${edit.operation} by ${role} ${describeAge(edit.at, clock)}`;
}
