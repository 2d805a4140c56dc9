import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import pg from "pg";

import { measure } from "./measure.js";

const steps = ["one", "two", "three"];

/** Three steps, one after the other, that do nothing. The folder holds pgmq's and pgflow's SQL, in the order of its names. */
await measure(async ({ url, inFlight }) => {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const folder = process.env["BENCH_PGFLOW_SQL"] ?? "";
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  for (const file of files) await pool.query(await readFile(join(folder, file), "utf8"));
  await pool.query("SELECT pgflow.create_flow('bench')");
  for (const [index, step] of steps.entries())
    await pool.query("SELECT pgflow.add_step('bench', $1, $2::text[])", [
      step,
      steps.slice(0, index).slice(-1),
    ]);
  const worker = "00000000-0000-4000-8000-000000000000";
  await pool.query(
    "INSERT INTO pgflow.workers (worker_id, queue_name, function_name) VALUES ($1, 'bench', 'bench')",
    [worker],
  );
  const ends = new Map();
  const stopping = new AbortController();

  const complete = async ({ run_id, step_slug }) => {
    await pool.query("SELECT pgflow.complete_task($1, $2, 0, '1'::jsonb)", [run_id, step_slug]);
    if (step_slug === steps.at(-1)) ends.get(run_id)?.();
  };
  const work = async () => {
    while (!stopping.signal.aborted) {
      const { rows: messages } = await pool.query(
        "SELECT msg_id FROM pgmq.read_with_poll('bench', 30, $1, 1, 10)",
        [Math.min(inFlight, 100)],
      );
      if (messages.length === 0) continue;
      const { rows: tasks } = await pool.query(
        "SELECT run_id, step_slug FROM pgflow.start_tasks('bench', $1::bigint[], $2)",
        [messages.map(({ msg_id }) => msg_id), worker],
      );
      await Promise.all(tasks.map(complete));
    }
  };
  const working = work();

  return {
    async runOne() {
      const run = crypto.randomUUID();
      const ended = new Promise((resolve) => {
        ends.set(run, resolve);
      });
      await pool.query("SELECT 1 FROM pgflow.start_flow('bench', '{}'::jsonb, $1)", [run]);
      await ended;
      ends.delete(run);
    },
    async stop() {
      stopping.abort();
      await working;
      await pool.end();
    },
  };
});
