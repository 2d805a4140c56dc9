import type { AssignedPipeline, Checksum, CompiledPipeline, Drift, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { pipelineVersions } from "../schema/index.ts";
import { assignedHeadsOf } from "./assigned-heads.ts";
import { mendManifests } from "./mend-manifests.ts";
import { removePointers, writePointers } from "./switch-pointers.ts";

interface Assigned extends AssignedPipeline {
  readonly uses: string | null;
  readonly is_claimed: number;
}

/** `is_claimed`: the row of the stored manifest says that it is this pipeline's. */
const select = statement<{ environment: Slug; slugs: readonly Slug[] }, Assigned>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT p.slug, p.version, p.manifest, p.content, p.team, p.path, p.deploy, p.at AS since, v.uses,
      CASE WHEN v.slug = p.slug AND v.version = p.version AND v.content = p.content THEN 1 ELSE 0 END AS is_claimed
    FROM ${assignedHeadsOf(environment, isOneOf(sql`slug`, slugs))} AS p
    LEFT JOIN ${pipelineVersions} AS v ON v.manifest = p.manifest`,
);

/** Points pipelines to what was assigned last, with their manifests; which of the differences are mended by that. */
export function* mendPipelines(
  environment: Slug,
  found: readonly Drift[],
  manifests: readonly CompiledPipeline[],
): Query<readonly Drift[]> {
  if (found.length === 0) return [];
  const slugs = found.map(({ slug }) => slug);
  const heads = yield* rowsOf(select, { environment, slugs });
  const whole: ReadonlySet<Checksum> = yield* mendManifests(
    heads.map(({ manifest }) => manifest),
    manifests,
  );
  // A second look: what was gone has its columns now.
  const assigned = new Map((yield* rowsOf(select, { environment, slugs })).map((row) => [row.slug, row]));
  yield* writePointers([...assigned.values()].flatMap((row) => pointerRow(environment, row)));
  yield* removePointers(
    environment,
    slugs.filter((slug) => !assigned.has(slug)),
  );
  return found.filter(({ slug }) => {
    const row = assigned.get(slug);
    return row === undefined || (whole.has(row.manifest) && row.is_claimed === 1);
  });
}

/** Without its manifest nobody knows what a pipeline uses: the row waits for it. */
function pointerRow(environment: Slug, { is_claimed: _isClaimed, uses, ...pointer }: Assigned) {
  return uses === null ? [] : [{ environment, ...pointer, uses }];
}
