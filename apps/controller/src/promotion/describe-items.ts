import { compareChange, type Comparison } from "@lockstep/diff";
import { readStoredPipeline } from "@lockstep/manifest";
import type {
  AppliedPipeline,
  Checksum,
  Json,
  PromotionDifference,
  PromotionItem,
  PromotionOrigin,
  Slug,
  VersionPointer,
} from "@lockstep/model";

import type { PromotionDeps } from "./promotion-deps.ts";

/** Some differences with what speaks for them: semantic differences, evidence of the lower environment, and origin. */
export async function describeItems(
  deps: PromotionDeps,
  from: Slug,
  differences: readonly PromotionDifference[],
): Promise<readonly PromotionItem[]> {
  const evidence = await loadEvidence(deps, from, differences);
  const origins = await loadOrigins(deps, differences);
  const comparisons = await compareAll(deps, differences);
  return differences.map(({ slug, kind, from: lower, to: upper }) => ({
    slug,
    kind,
    from: lower === null ? null : pointerOf(lower),
    to: upper === null ? null : pointerOf(upper),
    class: comparisons.get(slug)?.class ?? null,
    differences: comparisons.get(slug)?.differences ?? [],
    evidence: evidence.get(slug) ?? null,
    origin: lower === null ? null : (origins.get(lower.deploy) ?? null),
  }));
}

function pointerOf({ version, content, manifest, team, path }: AppliedPipeline): VersionPointer {
  return { version, content, manifest, team, path };
}

async function loadEvidence(
  { evidence }: PromotionDeps,
  from: Slug,
  differences: readonly PromotionDifference[],
): Promise<ReadonlyMap<Slug, NonNullable<PromotionItem["evidence"]>>> {
  const contents = differences.flatMap(({ slug, from: lower }) =>
    lower === null ? [] : [{ slug, content: lower.content }],
  );
  const soaked = contents.length === 0 ? [] : await evidence.loadSoak(from, contents);
  return new Map(
    soaked.map(({ slug, since, runs, failed, isQuarantined }) => [
      slug,
      { since, runs, failed, isQuarantined },
    ]),
  );
}

async function compareAll(
  { store }: PromotionDeps,
  differences: readonly PromotionDifference[],
): Promise<ReadonlyMap<Slug, Comparison>> {
  const pairs = differences.flatMap(({ slug, from, to }) =>
    from === null || to === null ? [] : [{ slug, from, to }],
  );
  const manifests = pairs.flatMap(({ from, to }) => [from.manifest, to.manifest]);
  const stored = await store.versions.loadManifests([...new Set(manifests)]);
  const pipelines = {
    get(manifest: Checksum) {
      const text = stored.get(manifest);
      return text === undefined ? undefined : (readStoredPipeline(text, manifest) ?? undefined);
    },
  };
  // What the upper environment has is what is changed.
  return new Map(pairs.map(({ slug, from, to }) => [slug, compareChange(to, from, pipelines)]));
}

/** By deploy id. */
async function loadOrigins(
  { store }: PromotionDeps,
  differences: readonly PromotionDifference[],
): Promise<ReadonlyMap<string, PromotionOrigin>> {
  const ids = [...new Set(differences.flatMap(({ from }) => (from === null ? [] : [from.deploy])))];
  const origins = new Map<string, PromotionOrigin>();
  for (const id of ids) {
    const deploy = await store.deploys.load(id);
    const records = await store.deploys.listRecordsOf(id);
    const applied = records.findLast(({ kind }) => kind === "applied" || kind === "rolled-back");
    origins.set(id, {
      deploy: id,
      revision: deploy?.commit.revision ?? null,
      pullRequest: pullRequestIn(applied?.body["evidence"]),
    });
  }
  return origins;
}

/** As `describeEvidence` wrote it. */
function pullRequestIn(evidence: Json | undefined): PromotionOrigin["pullRequest"] {
  const found = memberOf(evidence, "pullRequest");
  const [number, url] = [memberOf(found, "number"), memberOf(found, "url")];
  return typeof number === "number" && typeof url === "string" ? { number, url } : null;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [name: string]: Json })[name] : undefined;
}
