import type { Application, Change, Checksum, Slug, Timestamp, VersionPointer } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOf, inserted, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { environmentPipelines, pipelineAssignments } from "../schema/index.ts";
import { loadUses } from "./load-uses.ts";

const upsertPointers = insertInto(environmentPipelines, {
  columns: [
    "environment",
    "slug",
    "version",
    "content",
    "manifest",
    "team",
    "path",
    "uses",
    "deploy",
    "since",
  ],
  onConflict: sql`ON CONFLICT (environment, slug) DO UPDATE SET
    version = excluded.version, content = excluded.content, manifest = excluded.manifest, team = excluded.team,
    path = excluded.path, uses = excluded.uses, deploy = excluded.deploy, since = excluded.since`,
});

const removePointers = statement<{ environment: string; slugs: readonly string[] }>(
  ({ environment, slugs }, { isOneOf }) => sql`
    DELETE FROM ${environmentPipelines} WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)}`,
);

const appendAssignments = insertInto(pipelineAssignments, {
  columns: [
    "environment",
    "slug",
    "sequence",
    "version",
    "content",
    "manifest",
    "team",
    "path",
    "deploy",
    "at",
  ],
});

const retired = { version: null, content: null, manifest: null, team: null, path: null };

/** Makes the plan's changes the applied state, and appends them to its history. */
export function* switchPointers(
  { deploy, manifests }: Application,
  sequence: number,
  at: Timestamp,
): Query<void> {
  const { id, environment, plan } = deploy;
  const changes = plan.changes.filter(({ kind }) => kind !== "configure");
  const assigned = changes.flatMap(pointerOf);
  const pruned = changes.flatMap(({ slug, to }) => (to === null ? [slug] : []));
  const known = new Map(manifests.map(({ manifest, uses }) => [manifest, JSON.stringify(uses)]));
  const uses = yield* completeUses(known, assigned);
  yield* inserted(
    upsertPointers,
    assigned.map((pointer) => ({
      ...pointer,
      environment,
      deploy: id,
      since: at,
      uses: uses.get(pointer.manifest) ?? "",
    })),
  );
  if (pruned.length > 0) yield* changesOf(removePointers, { environment, slugs: pruned });
  yield* inserted(
    appendAssignments,
    changes.map(({ slug, to }) => ({ ...(to ?? retired), environment, slug, sequence, deploy: id, at })),
  );
}

function pointerOf({ slug, to }: Change): readonly (VersionPointer & { readonly slug: Slug })[] {
  return to === null ? [] : [{ slug, ...to }];
}

/** Manifests that did not come with the plan are in the database already: a revert's, for one. */
function* completeUses(
  known: ReadonlyMap<Checksum, string>,
  assigned: readonly VersionPointer[],
): Query<ReadonlyMap<Checksum, string>> {
  const missing = assigned.map(({ manifest }) => manifest).filter((manifest) => !known.has(manifest));
  if (missing.length === 0) return known;
  return new Map([...known, ...(yield* loadUses(missing))]);
}
