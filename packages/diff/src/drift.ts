import type { AssignedPipeline, Drift, LivePipeline } from "@lockstep/model";

/** Where the rows differ from what the history assigned: edited, missing and extra pipelines, by slug. */
export function drift(
  assigned: readonly AssignedPipeline[],
  live: readonly LivePipeline[],
): readonly Drift[] {
  const expected = new Map(assigned.map((pipeline) => [pipeline.slug, pipeline]));
  const found = new Map(live.map((pipeline) => [pipeline.slug, pipeline]));
  const slugs = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return slugs.flatMap((slug) => driftOf(expected.get(slug) ?? null, found.get(slug) ?? null));
}

function driftOf(applied: AssignedPipeline | null, live: LivePipeline | null): readonly Drift[] {
  if (applied === null && live !== null) return [extra(live)];
  if (applied !== null && live === null) return [missing(applied)];
  if (applied === null || live === null) return [];
  const sentence = editOf(applied, live);
  return sentence === null ? [] : [{ kind: "edited", slug: applied.slug, sentence, applied, live }];
}

function extra(live: LivePipeline): Drift {
  const sentence = `${live.slug} ${live.version} is in the database, but no deploy put it there`;
  return { kind: "extra", slug: live.slug, sentence, applied: null, live };
}

function missing(applied: AssignedPipeline): Drift {
  const sentence = `${applied.slug} ${applied.version} was applied, but is gone from the database`;
  return { kind: "missing", slug: applied.slug, sentence, applied, live: null };
}

function editOf(applied: AssignedPipeline, live: LivePipeline): string | null {
  const name = `${applied.slug} ${applied.version}`;
  if (live.version !== applied.version) return `${name} was applied, but the row points to ${live.version}`;
  if (live.manifest !== applied.manifest)
    return `${name}: the row points to manifest ${live.manifest}, applied was ${applied.manifest}`;
  if (live.content !== applied.content)
    return `${name}: the row claims content ${live.content}, applied was ${applied.content}`;
  if (live.rehashed === null) return `${name}: the stored manifest ${applied.manifest} is gone`;
  if (live.rehashed !== applied.manifest)
    return `${name}: the stored manifest was edited, its checksum is ${live.rehashed}, applied was ${applied.manifest}`;
  return null;
}
