import type { Change, ChangeClass, ChangeKind, Slug, VersionPointer } from "@lockstep/model";

import { compareVersions } from "../semver.ts";
import { compareChange, type Comparison } from "./compare-change.ts";
import type { ReleaseIndex } from "./release-index.ts";
import type { ChangedPipeline } from "./select-changes.ts";

/** Comparisons by slug; what is missing is planned as what cannot be compared. */
export interface ComparisonLookup {
  get(slug: Slug): Comparison | undefined;
}

/** What making a change looks things up in. */
export interface ChangeSources {
  readonly comparisons: ComparisonLookup;
  readonly releases: ReleaseIndex;
}

/** The change that leads one pipeline from its applied to its desired state. */
export function makeChange({ slug, from, to }: ChangedPipeline, sources: ChangeSources): Change {
  const ends = { slug, from: pointerOf(from), to: pointerOf(to) };
  if (from === null) return { kind: "create", class: null, differences: [], contract: null, ...ends };
  if (to === null) return { kind: "prune", class: null, differences: [], contract: null, ...ends };
  const {
    class: changeClass,
    contract,
    differences,
  } = sources.comparisons.get(slug) ?? compareChange(from, to, new Map());
  const isReleased = sources.releases.find(slug, to.version)?.content === to.content;
  return {
    kind: kindOf(from, to, { changeClass, isReleased }),
    class: changeClass,
    differences,
    contract,
    ...ends,
  };
}

const kindOfSameVersion: Readonly<Record<ChangeClass, ChangeKind>> = {
  relabel: "relabel",
  retune: "retune",
  retrigger: "retrigger",
  reassign: "reassign",
  content: "update",
  shape: "update",
  contract: "update",
};

function kindOf(
  from: VersionPointer,
  to: VersionPointer,
  facts: { readonly changeClass: ChangeClass; readonly isReleased: boolean },
): ChangeKind {
  const order = compareVersions(to.version, from.version);
  if (order === 0) return kindOfSameVersion[facts.changeClass];
  return order < 0 && facts.isReleased ? "revert" : "update";
}

function pointerOf(pipeline: VersionPointer | null): VersionPointer | null {
  if (pipeline === null) return null;
  const { version, content, manifest, team, path } = pipeline;
  return { version, content, manifest, team, path };
}
