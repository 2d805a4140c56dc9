import type { Checksum } from "@lockstep/model";

import type { MatrixRow } from "./matrix-rows.ts";

/** Manifests that say what a pipeline is called, of the lowest environment first. */
export function manifestsOf({ cells }: MatrixRow): readonly Checksum[] {
  return [...cells.values()].flatMap(({ applied }) => (applied === null ? [] : [applied.manifest]));
}

/** What a pipeline is called in the lowest environment where it has a title. */
export function titleIn(titles: ReadonlyMap<Checksum, string>, row: MatrixRow): string | null {
  for (const manifest of manifestsOf(row)) {
    const title = titles.get(manifest);
    if (title !== undefined) return title;
  }
  return null;
}
