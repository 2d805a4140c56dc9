import type { AssignedPipeline, Drift, LivePipeline, RowDifference, Slug } from "@lockstep/model";

import { describeDifferences, differencesOf, nameDrift } from "./name-drift.ts";

const fields = ["version", "manifest", "content", "team", "path", "deploy", "since"] as const;

/** Edited, missing, extra and unreachable pipelines, by slug. */
export function driftOfPipelines(
  environment: Slug,
  applied: readonly AssignedPipeline[],
  live: readonly LivePipeline[],
): readonly Drift[] {
  const expected = new Map(applied.map((pipeline) => [pipeline.slug, pipeline]));
  const found = new Map(live.map((pipeline) => [pipeline.slug, pipeline]));
  const slugs = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return slugs.flatMap((slug) => {
    const [was, is] = [expected.get(slug), found.get(slug)];
    if (was === undefined) return is === undefined ? [] : [extra(environment, is)];
    return is === undefined ? [missing(environment, was)] : compare(environment, was, is);
  });
}

function extra(environment: Slug, live: LivePipeline): Drift {
  const sentence = `${live.slug} ${live.version} is in the database, but no deploy put it there.`;
  const differences = fields.map((field) => ({ field, applied: null, live: live[field] }));
  return nameDrift(environment, { kind: "extra", ...partOf(live), sentence, differences, live });
}

function missing(environment: Slug, applied: AssignedPipeline): Drift {
  const sentence = `${applied.slug} ${applied.version} was applied, but is gone from the database.`;
  const differences = [{ field: "manifest", applied: applied.manifest, live: null }];
  return nameDrift(environment, { kind: "missing", ...partOf(applied), sentence, differences, applied });
}

function compare(environment: Slug, applied: AssignedPipeline, live: LivePipeline): readonly Drift[] {
  const label = `${applied.slug} ${applied.version}`;
  const row = differencesOf<AssignedPipeline>(fields, applied, live);
  if (row.length > 0) {
    const sentence = `${label}: the row was edited: ${describeDifferences(row)}.`;
    return [edited(environment, { applied, live }, sentence, row)];
  }
  const text: RowDifference = { field: "stored manifest", applied: applied.manifest, live: live.rehashed };
  if (live.rehashed === null || (live.rehashed !== applied.manifest && !live.isReadable)) {
    const what = live.rehashed === null ? "is gone" : "cannot be read any more";
    const sentence = `${label}: the stored manifest ${applied.manifest} ${what}.`;
    const found = { kind: "unreachable", ...partOf(applied), sentence, differences: [text] } as const;
    return [nameDrift(environment, { ...found, applied, live })];
  }
  if (live.rehashed !== applied.manifest) {
    const sentence = `${label}: the stored manifest was edited: its checksum is ${live.rehashed}, applied was ${applied.manifest}.`;
    return [edited(environment, { applied, live }, sentence, [text])];
  }
  const stored = live.stored === null ? [] : storedDifferences(applied, live.stored);
  if (stored.length === 0) return [];
  const sentence = `${label}: the row of the stored manifest was edited: ${describeDifferences(stored)}.`;
  return [edited(environment, { applied, live }, sentence, stored)];
}

function storedDifferences(applied: AssignedPipeline, stored: NonNullable<LivePipeline["stored"]>) {
  const names = ["slug", "version", "content"] as const;
  return differencesOf<typeof stored>(names, applied, stored).map(({ field, ...sides }) => ({
    field: `stored ${field}`,
    ...sides,
  }));
}

function edited(
  environment: Slug,
  sides: { readonly applied: AssignedPipeline; readonly live: LivePipeline },
  sentence: string,
  differences: readonly RowDifference[],
): Drift {
  return nameDrift(environment, {
    kind: "edited",
    ...partOf(sides.applied),
    sentence,
    differences,
    ...sides,
  });
}

function partOf({ slug }: { readonly slug: Slug }) {
  return { slug, part: "pipeline", name: null } as const;
}
