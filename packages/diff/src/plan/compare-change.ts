import {
  type ChangeClass,
  type Checksum,
  type Difference,
  type Pipeline,
  type VersionPointer,
} from "@lockstep/model";

import { comparePipelines } from "../compare/compare-pipelines.ts";
import { isBehaviour, rank } from "./class-rank.ts";

/** Resolved pipelines by manifest checksum; `undefined` for one whose stored text is missing or tampered. */
export interface PipelineLookup {
  get(manifest: Checksum): Pipeline | undefined;
}

/** One plan row stays readable, and small enough to be stored ten thousand times. */
const shown = 50;

/** What differs between an applied and a desired version, with the strongest class. */
export interface Comparison {
  readonly class: ChangeClass;
  readonly differences: readonly Difference[];
}

/**
 * Compares both sides of a changed pipeline. Apart from `plan`, because comparing 10 000 takes a second or more: the
 * caller does it in slices, lets others have their turn in between, and holds no more than a slice's manifests.
 */
export function compareChange(
  from: VersionPointer,
  to: VersionPointer,
  pipelines: PipelineLookup,
): Comparison {
  const found = [...moved(from, to), ...findDifferences(from, to, pipelines)];
  const differences = from.content === to.content ? found.map(weaken) : withBehaviour(found, from, to);
  return { class: strongest(differences), differences: shorten(differences) };
}

function moved(from: VersionPointer, to: VersionPointer): readonly Difference[] {
  if (from.path === to.path) return [];
  return [changed("relabel", `the file moved from ${from.path} to ${to.path}`)];
}

function findDifferences(
  from: VersionPointer,
  to: VersionPointer,
  pipelines: PipelineLookup,
): readonly Difference[] {
  if (from.manifest === to.manifest) return [];
  const [before, after] = [pipelines.get(from.manifest), pipelines.get(to.manifest)];
  if (before !== undefined && after !== undefined) return compare(before, after);
  const team =
    from.team === to.team ? [] : [changed("reassign", `team changed from ${from.team} to ${to.team}`)];
  return [...team, changed("retrigger", unreadable(before === undefined ? "applied" : "desired", from))];
}

/** A default that every step overrides is in the manifest and means nothing. */
function compare(before: Pipeline, after: Pipeline): readonly Difference[] {
  const found = comparePipelines(before, after);
  return found.length > 0
    ? found
    : [changed("relabel", "the manifest is written differently and means the same")];
}

function unreadable(side: string, from: VersionPointer): string {
  return `the ${side} manifest is missing or tampered in the org database, so its differences from version ${from.version} cannot be shown`;
}

/** The checksum has the last word: with equal content nothing is behaviour, such as a secret only triggers use. */
function weaken(difference: Difference): Difference {
  return rank(difference.class) < rank("content") ? difference : { ...difference, class: "retrigger" };
}

function withBehaviour(
  found: readonly Difference[],
  from: VersionPointer,
  to: VersionPointer,
): readonly Difference[] {
  if (isBehaviour(strongest(found))) return found;
  return [...found, changed("content", `behaviour changed: content is ${to.content}, was ${from.content}`)];
}

function strongest(differences: readonly Difference[]): ChangeClass {
  return differences.reduce<ChangeClass>(
    (found, difference) => (rank(difference.class) > rank(found) ? difference.class : found),
    "relabel",
  );
}

function shorten(differences: readonly Difference[]): readonly Difference[] {
  if (differences.length <= shown) return differences;
  const sorted = differences.toSorted((a, b) => rank(b.class) - rank(a.class));
  const more = differences.length - shown;
  const next = sorted[shown]?.class ?? "relabel";
  return [...sorted.slice(0, shown), changed(next, `and at least ${more} more differences`)];
}

function changed(changeClass: ChangeClass, sentence: string): Difference {
  return { class: changeClass, path: "", operation: "changed", sentence };
}
