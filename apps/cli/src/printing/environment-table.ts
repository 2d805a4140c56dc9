import type { Clock } from "@lockstep/model";

import type { EnvironmentSummary } from "../org/responses.ts";
import { table } from "../terminal/table.ts";
import { styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";
import { nextLine } from "./plan-lines.ts";
import { shortRevision } from "./short-names.ts";
import { stateText } from "./state-text.ts";

/** Environments in a table, and below it what to do about those that are not in sync. */
export function environmentTable(environments: readonly EnvironmentSummary[], clock: Clock): readonly Text[] {
  if (environments.length === 0)
    return ["No environments yet: the server has just started, or none is committed under environments/."];
  const rows = environments.map(({ slug, state, branch, applied, desired, observedAt, live }) => [
    styled("bold", slug),
    stateText(state),
    branch ?? "–",
    shortRevision(applied.revision),
    shortRevision(desired.revision),
    live.drift === 0 ? "none" : styled("red", String(live.drift)),
    describeAge(observedAt, clock),
  ]);
  const headings = ["ENVIRONMENT", "STATE", "BRANCH", "APPLIED", "DESIRED", "DRIFT", "LOOKED"];
  return [...table(headings, rows), ...environments.filter(isNoteworthy).flatMap(explain)];
}

function isNoteworthy({ state, holds }: EnvironmentSummary): boolean {
  return state !== "in-sync" || holds > 0;
}

function explain({ slug, because, next }: EnvironmentSummary): readonly Text[] {
  return ["", [styled("bold", slug), ": ", because], ["  ", nextLine(next)]];
}
