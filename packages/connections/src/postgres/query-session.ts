import type { Json, JsonObject, SqlRequest } from "@lockstep/model";
import pg from "pg";

import { RowCollector, tooLarge } from "../statement/row-collector.ts";
import { boundMessages, connectionOf } from "./bound-messages.ts";
import { jsonParserOf } from "./to-json.ts";

export interface PostgresResult {
  readonly rows: readonly JsonObject[] | null;
  readonly rowCount: number;
}

/** Rows that are fetched at once, so that a statement with more than wanted is left before they all arrive. */
const fetchedRows = 500;

/** The session as {@link jsonParserOf} expects it, with the statement's timeout. */
const preparation = `
  SELECT set_config('statement_timeout', $1, false), set_config('TimeZone', 'UTC', false),
    set_config('DateStyle', 'ISO', false), set_config('IntervalStyle', 'iso_8601', false),
    set_config('bytea_output', 'hex', false), set_config('standard_conforming_strings', 'on', false)`;

/** Sends the statement in a session that is used for nothing else meanwhile. */
export async function querySession(client: pg.ClientBase, request: SqlRequest): Promise<PostgresResult> {
  await client.query(preparation, [String(Math.ceil(request.timeoutMs))]);
  let unbound = (): void => undefined;
  const answer = new Promise<PostgresResult>((resolve, reject) => {
    const query = new pg.Query(queryOf(request));
    const collector = new RowCollector(request);
    unbound = boundMessages(client, longestMessage(request), () => {
      abandon(client);
      reject(tooLarge(request.maxBytes));
    });
    query.on("row", (row, result) => {
      try {
        collector.add(namesOf(result), row);
      } catch (thrown) {
        abandon(client);
        reject(thrown);
      }
    });
    query.on("error", reject);
    query.on("end", (result) => {
      const { rows } = collector;
      const hasRows = result.fields.length > 0;
      resolve({ rows: hasRows ? rows : null, rowCount: hasRows ? rows.length : (result.rowCount ?? 0) });
    });
    client.query(query);
  });
  return answer.finally(unbound);
}

/** Rows are measured in characters, of which each takes up to three bytes on the way; the rest is for what is around them. */
function longestMessage({ maxBytes }: SqlRequest): number {
  return 3 * maxBytes + 64 * 1024;
}

/** `rows` also makes pg use the extended protocol, which carries a single statement only. */
function queryOf({ statement, parameters, maxRows }: SqlRequest) {
  return {
    text: statement,
    values: parameters.map(toParameter),
    rows: Math.min(maxRows + 1, fetchedRows),
    rowMode: "array" as const,
    types: { getTypeParser: jsonParserOf },
  };
}

/** Lists of scalars are arrays, for `= ANY($1)`; other lists and objects are JSON. */
function toParameter(value: Json): unknown {
  const isNested = (item: unknown): boolean => typeof item === "object" && item !== null;
  if (!isNested(value)) return value;
  return Array.isArray(value) && !value.some(isNested) ? value : JSON.stringify(value);
}

/** Breaks the session off now: what the statement wrote would be committed with the next message to the server. */
function abandon(client: pg.ClientBase): void {
  connectionOf(client).stream.destroy();
}

function namesOf(result: unknown): readonly string[] {
  return (result as pg.QueryResult).fields.map(({ name }) => name);
}
