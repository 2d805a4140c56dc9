import { runFileLimits, type RunFileOutcome, type RunFileWrite } from "@lockstep/model";
import { sql } from "drizzle-orm";

import { changesOf, firstOf, type Query } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { runFiles, runs } from "../schema/index.ts";

/** The lock also makes writers of one run take turns, so that they cannot exceed the limits together. */
const selectOwner = statement<{ run: string; token: number }, { readonly id: string }>(
  ({ run, token }, { lockingRows }) => sql`
    SELECT id FROM ${runs}
    WHERE id = ${run} AND fencing_token = ${token} AND state = 'running' AND holder IS NOT NULL${lockingRows}`,
);

const selectOthers = statement<
  { run: string; path: string },
  { readonly files: number; readonly bytes: number }
>(
  ({ run, path }) => sql`
    SELECT count(*) AS files, CAST(coalesce(sum(bytes), 0) AS BIGINT) AS bytes
    FROM ${runFiles} WHERE run = ${run} AND path <> ${path}`,
);

const upsert = statement<{ run: string; path: string; content: string; bytes: number }>(
  ({ run, path, content, bytes }) => sql`
    INSERT INTO ${runFiles} (run, path, content, bytes, updated_at)
    VALUES (${run}, ${path}, ${content}, ${bytes}, lockstep_now())
    ON CONFLICT (run, path) DO UPDATE
    SET content = excluded.content, bytes = excluded.bytes, updated_at = excluded.updated_at`,
);

/** Makes or replaces a file, unless the run was taken over or its files would exceed the limits. */
export function* saveRunFile({ run, fencingToken, path, content }: RunFileWrite): Query<RunFileOutcome> {
  if ((yield* firstOf(selectOwner, { run, token: fencingToken })) === null) return "fenced";
  const bytes = Buffer.byteLength(content);
  const others = yield* firstOf(selectOthers, { run, path });
  const isFull =
    (others?.files ?? 0) >= runFileLimits.files || (others?.bytes ?? 0) + bytes > runFileLimits.runBytes;
  if (isFull || bytes > runFileLimits.fileBytes) return "full";
  yield* changesOf(upsert, { run, path, content, bytes });
  return "written";
}
