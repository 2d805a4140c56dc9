import { compareChange, compareVersions, pairDiffering } from "@lockstep/diff";
import { readStoredPipeline } from "@lockstep/manifest";
import type { Change, Checksum, Pipeline, VersionPointer } from "@lockstep/model";

import type { ComparablePipeline, Side } from "./side.ts";

export interface ComparablePair {
  readonly slug: string;
  readonly from: ComparablePipeline | null;
  readonly to: ComparablePipeline | null;
}

/** Pairs that differ, by slug. A side that is one version is held against the same pipeline of the other side. */
export function pairSides(from: Side, to: Side): readonly ComparablePair[] {
  const [one, other] = [onlyOf(from), onlyOf(to)];
  if (one !== null && other !== null)
    return one.manifest === other.manifest ? [] : [{ slug: other.slug, from: one, to: other }];
  const only = one ?? other;
  const pairs = pairDiffering(from.pipelines, to.pipelines);
  return only === null ? pairs : pairs.filter(({ slug }) => slug === only.slug);
}

function onlyOf({ shown, pipelines }: Side): ComparablePipeline | null {
  return shown.kind === "version" ? ([...pipelines.values()][0] ?? null) : null;
}

/** A pair as a change that leads from one side to the other. */
export async function describePair({ slug, from, to }: ComparablePair): Promise<Change> {
  const ends = { slug, from: pointerOf(from), to: pointerOf(to) };
  const nothing = { class: null, differences: [], contract: null };
  if (from === null) return { kind: "create", ...nothing, ...ends };
  if (to === null) return { kind: "prune", ...nothing, ...ends };
  const definitions = new Map<Checksum, Pipeline>();
  for (const side of [from, to]) {
    const text = await side.loadCanonical();
    const pipeline = text === null ? null : readStoredPipeline(text, side.manifest);
    if (pipeline !== null) definitions.set(side.manifest, pipeline);
  }
  // A version knows no path: nothing moved because of that.
  const path = from.path === "" || to.path === "" ? "" : null;
  const [before, after] =
    path === null
      ? [from, to]
      : [
          { ...from, path },
          { ...to, path },
        ];
  const { class: strongest, contract, differences } = compareChange(before, after, definitions);
  const kind = compareVersions(to.version, from.version) < 0 ? "revert" : "update";
  return { kind, class: strongest, contract, differences, ...ends };
}

function pointerOf(pipeline: ComparablePipeline | null): VersionPointer | null {
  if (pipeline === null) return null;
  const { version, content, manifest, team, path } = pipeline;
  return { version, content, manifest, team, path };
}
