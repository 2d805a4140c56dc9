import type { Drift, DriftPart, RowDifference, Slug } from "@lockstep/model";

import { describeDifferences, differencesOf, nameDrift } from "./name-drift.ts";

/** How one kind of row is named and which of its fields count. */
export interface RowKind<Row> {
  readonly part: DriftPart;
  readonly fields: readonly (keyof Row & string)[];
  slugOf(row: Row): Slug;
  /** Unique within the slug. */
  nameOf(row: Row): string;
  titleOf(row: Row): string;
}

/** Rows that are edited, missing or extra, as drift of the configuration. */
export function compareRows<Row extends object>(
  environment: Slug,
  sides: { readonly applied: readonly Row[]; readonly live: readonly Row[] },
  kind: RowKind<Row>,
): readonly Drift[] {
  const keyOf = (row: Row) => `${kind.slugOf(row)} ${kind.nameOf(row)}`;
  const missed = new Map(sides.applied.map((row) => [keyOf(row), row]));
  const found: Drift[] = [];
  const name = (row: Row, sentence: string, differences: readonly RowDifference[]) => {
    const part = { slug: kind.slugOf(row), part: kind.part, name: kind.nameOf(row) };
    found.push(nameDrift(environment, { kind: "config", ...part, sentence, differences }));
  };
  for (const is of sides.live) {
    const key = keyOf(is);
    const was = missed.get(key);
    missed.delete(key);
    if (was === undefined) {
      const differences = kind.fields.map((field) => ({ field, applied: null, live: String(is[field]) }));
      name(is, `The ${kind.titleOf(is)} is in the database, but no deploy put it there.`, differences);
    } else if (!kind.fields.every((field) => is[field] === was[field])) {
      const differences = differencesOf(kind.fields, was, is);
      name(was, `The ${kind.titleOf(was)} was edited: ${describeDifferences(differences)}.`, differences);
    }
  }
  for (const was of missed.values()) {
    const differences = kind.fields.map((field) => ({ field, applied: String(was[field]), live: null }));
    name(was, `The ${kind.titleOf(was)} was applied, but is gone from the database.`, differences);
  }
  return found.sort((a, b) => (`${a.slug} ${a.name}` < `${b.slug} ${b.name}` ? -1 : 1));
}
