import type { Json, Slug } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { type Query, rowsOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runs } from "../schema/index.ts";
import { loadPayloads } from "./load-payloads.ts";

interface Row {
  readonly id: string;
  readonly input: string;
  readonly input_payload: string | null;
}

/** An input has up to several MiB, so few of them are read at once, and no more after so many characters. */
const rowsAtOnce = 50;
const mostCharacters = 16 * 1_048_576;

const select = statement<{ environment: Slug; slug: Slug; before: string; limit: number }, Row>(
  ({ environment, slug, before, limit }) => sql`
    SELECT id, input, input_payload FROM ${runs}
    WHERE environment = ${environment} AND slug = ${slug} AND id < ${before} AND erased_at IS NULL
    ORDER BY id DESC LIMIT ${limit}`,
);

/** The newest inputs that are still there, newest first: at most `limit`, fewer where they are very large. */
export function* listInputs(environment: Slug, slug: Slug, limit: number): Query<readonly Json[]> {
  const inputs: Json[] = [];
  let characters = 0;
  // Ids consist of letters, digits, - and _, all of which sort before ~.
  let before = "~";
  while (inputs.length < limit && characters < mostCharacters) {
    const wanted = Math.min(rowsAtOnce, limit - inputs.length);
    const rows = yield* rowsOf(select, { environment, slug, before, limit: wanted });
    const find = yield* loadPayloads(rows.map(({ id: run, input_payload: digest }) => ({ run, digest })));
    for (const { id, input, input_payload: digest } of rows) {
      const value = digest === null ? (JSON.parse(input) as Json) : find({ run: id, digest });
      characters += digest === null ? input.length : JSON.stringify(value).length;
      inputs.push(value);
      before = id;
    }
    if (rows.length < wanted) break;
  }
  return inputs;
}
