import { join } from "node:path";

import Sqlite from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";

/** Runs of three steps as rows, with prepared statements and nothing around them. */
export interface RawRuns {
  /** Accepts, claims and completes so many runs: three commits for all of them, as group commit does at best. */
  runBatch(count: number): void;
  close(): void;
}

const at = "2026-01-01T00:00:00.000Z";

/** Opens a database that the product has migrated, with the product's durability. */
export function createRawRuns(dataDirectory: string): RawRuns {
  const connection = new Sqlite(join(dataDirectory, "lockstep.sqlite"));
  connection.pragma("synchronous = FULL");
  const accept = connection.prepare(`
    INSERT INTO runs (id, environment, slug, version, content, manifest, revision, deploy, "trigger", actor, team,
      queue, priority, input, deadline_at, state, output, created_at, cancel_requested, fencing_token,
      account, lane, ready, cost, locks)
    VALUES (?, 'staging', 'three-steps', '1.0.0', 'content', 'manifest', 'revision', 'deploy', '{}', '{}', 'data',
      'data', 5, '{}', '${at}', 'queued', 'null', '${at}', 0, 0,
      'data', 'staging/data/data', 1, 0, '[]')`);
  const claim = connection.prepare(`
    UPDATE runs SET state = 'running', holder = 'bench', fencing_token = fencing_token + 1, due_at = '${at}',
      started_at = '${at}', ready = NULL
    WHERE id IN (
      SELECT id FROM runs WHERE lane = 'staging/data/data' AND ready = 1 ORDER BY priority DESC, id LIMIT ?
    ) RETURNING *`);
  const journal = connection.prepare(`
    INSERT INTO step_attempts (run, step, item, attempt, state, output, started_at, ended_at)
    VALUES (?, ?, -1, 1, 'completed', '{"value":1}', '${at}', '${at}')`);
  const end = connection.prepare(`
    UPDATE runs SET state = 'completed', holder = NULL, due_at = NULL, output = '1', ended_at = '${at}' WHERE id = ?`);

  const acceptAll = connection.transaction((ids: readonly string[]) => {
    for (const id of ids) accept.run(id);
  });
  const claimAll = connection.transaction((count: number) => claim.all(count) as { readonly id: string }[]);
  const completeAll = connection.transaction((runs: readonly { readonly id: string }[]) => {
    for (const { id } of runs) {
      for (const step of ["first", "second", "third"]) journal.run(id, step);
      end.run(id);
    }
  });

  return {
    runBatch(count) {
      acceptAll.immediate(Array.from({ length: count }, () => uuidv7()));
      completeAll.immediate(claimAll.immediate(count));
    },
    close: () => {
      connection.close();
    },
  };
}
