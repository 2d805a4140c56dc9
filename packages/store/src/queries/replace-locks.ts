import type { CalleeLock, Checksum, Plan, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { insertInto } from "../database/insertion.ts";
import { changesOf, inserted, type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { calleeLocks, environmentPipelines } from "../schema/index.ts";

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
    SELECT slug, content, manifest, deploy FROM ${environmentPipelines}
    WHERE environment = ${environment} AND ${isOneOf(sql`slug`, slugs)}`,
);

const insertion = insertInto(calleeLocks, {
  columns: ["environment", "caller", "callee", "range", "version", "content", "manifest", "deploy"],
});

/** Keeps a plan's locks, with the pointers that its changes have just set. */
export function* replaceLocks({ environment, locks }: Plan): Query<void> {
  yield* changesOf(remove, { environment });
  if (locks.length === 0) return;
  const slugs = [...new Set(locks.map(({ callee }) => callee))];
  const pointers = new Map(
    (yield* rowsOf(selectPointers, { environment, slugs })).map((pointer) => [pointer.slug, pointer]),
  );
  yield* inserted(
    insertion,
    locks.flatMap((lock) => lockRow(environment, lock, pointers.get(lock.callee))),
  );
}

function lockRow(environment: Slug, lock: CalleeLock, pointer: Pointer | undefined) {
  if (pointer?.content !== lock.content) return [];
  const { caller, callee, range, version, content } = lock;
  const { manifest, deploy } = pointer;
  return [{ environment, caller, callee, range, version, content, manifest, deploy }];
}
