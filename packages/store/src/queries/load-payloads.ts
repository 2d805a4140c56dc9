import type { Json } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runPayloads } from "../schema/index.ts";

/** A row's reference; a null `digest` refers to nothing. */
export interface PayloadReference {
  readonly run: string;
  readonly digest: string | null;
}

/** Finds the value that a reference leads to; null for one that was erased. */
export type FindPayload = (reference: PayloadReference) => Json;

const select = statement<
  { runs: readonly string[]; digests: readonly string[] },
  { readonly run: string; readonly digest: string; readonly body: string }
>(
  ({ runs, digests }, { isOneOf }) => sql`
    SELECT run, digest, body FROM ${runPayloads}
    WHERE ${isOneOf(sql`run`, runs)} AND ${isOneOf(sql`digest`, digests)}`,
);

/** Loads what rows refer to; does nothing where they refer to nothing, as nearly always. */
export function* loadPayloads(references: readonly PayloadReference[]): Query<FindPayload> {
  const wanted = references.filter(({ digest }) => digest !== null);
  if (wanted.length === 0) return () => null;
  const runs = [...new Set(wanted.map(({ run }) => run))];
  const digests = [...new Set(wanted.map(({ digest }) => digest ?? ""))];
  const found = yield* rowsOf(select, { runs, digests });
  const bodies = new Map(found.map(({ run, digest, body }) => [`${run} ${digest}`, body]));
  return ({ run, digest }) => JSON.parse(bodies.get(`${run} ${digest ?? ""}`) ?? "null") as Json;
}
