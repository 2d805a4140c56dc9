import type { CalleeLock, Checksum, PinnedCallee, Plan, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOf, inserted, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { calleeLocks } from "../schema/index.ts";
import { assignedHeadsOf } from "./assigned-heads.ts";

const remove = statement<{ environment: Slug }>(
  ({ environment }) => sql`DELETE FROM ${calleeLocks} WHERE environment = ${environment}`,
);

interface Pointer {
  readonly slug: Slug;
  readonly content: Checksum;
  readonly manifest: Checksum;
  readonly deploy: string;
}

const selectPointers = statement<{ environment: Slug; slugs: readonly Slug[] }, Pointer>(
  ({ environment, slugs }, { isOneOf }) => sql`
    SELECT slug, content, manifest, deploy
    FROM ${assignedHeadsOf(environment, isOneOf(sql`slug`, slugs))} AS p`,
);

/** A row of the table of locks. */
export type LockRow = PinnedCallee & { readonly environment: Slug };

const insertion = insertInto(calleeLocks, {
  columns: ["environment", "caller", "callee", "range", "version", "content", "manifest", "deploy"],
  onConflict: sql`ON CONFLICT (environment, caller, callee, range) DO UPDATE SET
    version = excluded.version, content = excluded.content, manifest = excluded.manifest, deploy = excluded.deploy`,
});

export function* writeLocks(rows: readonly LockRow[]): Query<void> {
  yield* inserted(insertion, rows);
}

/** Makes a plan's locks the only ones, with what its changes have just assigned. */
export function* replaceLocks({ environment, locks }: Plan): Query<void> {
  yield* changesOf(remove, { environment });
  yield* writeLocks(yield* lockRows(environment, locks));
}

/** A plan's locks as rows: with the manifests that are assigned now, from the append-only history. */
export function* lockRows(environment: Slug, locks: readonly CalleeLock[]): Query<readonly LockRow[]> {
  if (locks.length === 0) return [];
  const slugs = [...new Set(locks.map(({ callee }) => callee))];
  const pointers = new Map(
    (yield* rowsOf(selectPointers, { environment, slugs })).map((pointer) => [pointer.slug, pointer]),
  );
  return locks.flatMap((lock) => lockRow(environment, lock, pointers.get(lock.callee)));
}

function lockRow(environment: Slug, lock: CalleeLock, pointer: Pointer | undefined): readonly LockRow[] {
  if (pointer?.content !== lock.content) return [];
  const { caller, callee, range, version, content } = lock;
  const { manifest, deploy } = pointer;
  return [{ environment, caller, callee, range, version, content, manifest, deploy }];
}
