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
  const expected = new Map(sides.applied.map((row) => [keyOf(row), row]));
  const found = new Map(sides.live.map((row) => [keyOf(row), row]));
  const name = (row: Row, sentence: string, differences: readonly RowDifference[]) => {
    const part = { slug: kind.slugOf(row), part: kind.part, name: kind.nameOf(row) };
    return nameDrift(environment, { kind: "config", ...part, sentence, differences });
  };
  return [...new Set([...expected.keys(), ...found.keys()])].sort().flatMap((key) => {
    const [was, is] = [expected.get(key), found.get(key)];
    if (was === undefined) {
      if (is === undefined) return [];
      const differences = kind.fields.map((field) => ({ field, applied: null, live: String(is[field]) }));
      return [
        name(is, `The ${kind.titleOf(is)} is in the database, but no deploy put it there.`, differences),
      ];
    }
    if (is === undefined) {
      const differences = kind.fields.map((field) => ({ field, applied: String(was[field]), live: null }));
      return [name(was, `The ${kind.titleOf(was)} was applied, but is gone from the database.`, differences)];
    }
    const differences = differencesOf(kind.fields, was, is);
    if (differences.length === 0) return [];
    return [
      name(was, `The ${kind.titleOf(was)} was edited: ${describeDifferences(differences)}.`, differences),
    ];
  });
}
