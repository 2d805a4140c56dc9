import { compareConfigurations } from "@lockstep/diff";
import { describeManifest } from "@lockstep/manifest";
import {
  type Change,
  type Comparisons,
  type ComparisonQuestion,
  Failure,
  type ManifestText,
  type PageRequest,
} from "@lockstep/model";

import { createObserver, type Observation } from "../reconcile/observe.ts";
import { type ComparablePair, describePair, pairSides } from "./compare-sides.ts";
import { loadManifest } from "./load-manifest.ts";
import { resolveSide } from "./resolve-side.ts";
import type { ComparablePipeline, ComparisonSources, Side } from "./side.ts";

/** Compares any two things that hold pipelines. Writes nothing. */
export function createComparisons(sources: ComparisonSources): Comparisons {
  const observer = createObserver(sources);

  async function resolve({ from, to, environments }: ComparisonQuestion, signal: AbortSignal) {
    let seen: Promise<Observation> | null = null;
    const observe = () => (seen ??= observer.observe(signal));
    const before = await resolveSide(sources, { asked: from, place: "from", environments, observe }, signal);
    const after = await resolveSide(sources, { asked: to, place: "to", environments, observe }, signal);
    return { before, after, pairs: pairSides(before, after) };
  }

  return {
    async compare(question, page, signal) {
      const { before, after, pairs } = await resolve(question, signal);
      return {
        from: before.shown,
        to: after.shown,
        counts: countKinds(pairs),
        configuration: configurationOf(before, after),
        ...(await describePage(pairs, page)),
      };
    },
    async loadPipeline(question, slug, signal) {
      const { before, after, pairs } = await resolve(question, signal);
      const pair = pairs.find((one) => one.slug === slug);
      if (pair === undefined)
        throw new Failure(
          "not-found",
          `${slug} does not differ between ${before.shown.title} and ${after.shown.title}.`,
        );
      const [change, one, other] = await Promise.all([
        describePair(pair),
        textOf(pair.from),
        textOf(pair.to),
      ]);
      return { change, before: one, after: other };
    },
    loadManifest: (manifest, environments) => loadManifest(sources, manifest, environments),
  };
}

function countKinds(pairs: readonly ComparablePair[]) {
  const created = pairs.filter(({ from }) => from === null).length;
  const pruned = pairs.filter(({ to }) => to === null).length;
  return { created, updated: pairs.length - created - pruned, pruned };
}

function configurationOf({ configuration: before }: Side, { configuration: after }: Side) {
  return before === null || after === null ? [] : compareConfigurations(before, after);
}

/** The cursor is the last slug of the page before. */
async function describePage(
  pairs: readonly ComparablePair[],
  { limit, cursor }: PageRequest,
): Promise<{ readonly items: readonly Change[]; readonly next: string | null }> {
  const rest = cursor === null ? pairs : pairs.filter(({ slug }) => slug > cursor);
  const shown = rest.slice(0, limit);
  const items: Change[] = [];
  for (const pair of shown) items.push(await describePair(pair));
  return { items, next: rest.length > limit ? (shown.at(-1)?.slug ?? null) : null };
}

async function textOf(pipeline: ComparablePipeline | null): Promise<ManifestText | null> {
  const canonical = await pipeline?.loadCanonical();
  if (pipeline === null || canonical === undefined || canonical === null) return null;
  return describeManifest(canonical, pipeline.manifest);
}
