import type { Clock, Json, JsonObject, LedgerEntry, LedgerKind } from "@lockstep/model";

import { table } from "../terminal/table.ts";
import { type Style, styled, type Text } from "../terminal/text.ts";
import { describeAge } from "./ages.ts";

/** Entries that a person should look at; the others stay plain. */
const styles: { readonly [Kind in LedgerKind]?: Style } = {
  applied: "green",
  refused: "red",
  rejected: "red",
  denied: "red",
  unverified: "red",
  "glass-broken": "red",
  "rejection-given": "red",
  "drift-detected": "red",
  "rolled-back": "yellow",
  held: "yellow",
  waiting: "yellow",
};

const longest = 120;

/** Entries of the ledger in the order given. */
export function ledgerTable(entries: readonly LedgerEntry[], clock: Clock): readonly Text[] {
  if (entries.length === 0) return ["No such entries."];
  const rows = entries.map(({ environment, position, kind, at, body }): readonly Text[] => [
    describeAge(at, clock),
    `${environment} #${position}`,
    styledKind(kind),
    actorIn(body),
    whatIn(body),
  ]);
  return table(["WHEN", "ENTRY", "KIND", "ACTOR", "WHAT"], rows);
}

function styledKind(kind: LedgerKind): Text {
  const style = styles[kind];
  return style === undefined ? kind : styled(style, kind);
}

function actorIn({ actor }: JsonObject): string {
  const id = fieldOf(actor, "id");
  return typeof id === "string" ? id : "–";
}

/** What was attempted or named, and why, in a line. */
function whatIn(body: JsonObject): string {
  const parts = [body["attempted"], body["name"], body["reason"], body["because"]];
  const text = parts.flatMap((part) => (typeof part === "string" && part !== "" ? [part] : [])).join(": ");
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)[name]
    : undefined;
}
