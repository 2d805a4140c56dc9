import pg from "pg";

/** A queue and a journal by hand: what any engine on PostgreSQL could reach at best with this many connections. */
export interface RawQueue {
  /** Makes a run durable, takes whichever is next, journals three steps one after the other and ends it. */
  runOne(): Promise<void>;
  close(): Promise<void>;
}

const schema = `
  CREATE TABLE raw_runs (id bigserial PRIMARY KEY, state text NOT NULL);
  CREATE INDEX ON raw_runs (id) WHERE state = 'queued';
  CREATE TABLE raw_steps (run bigint, step text, output text, PRIMARY KEY (run, step));`;

/** Opens it on an empty database. */
export async function openRawQueue(url: string, connections: number): Promise<RawQueue> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  // Its last connections may still be closing when the database is dropped.
  pool.on("error", () => {});
  await pool.query(schema);
  return {
    async runOne() {
      await pool.query({ name: "accept", text: "INSERT INTO raw_runs (state) VALUES ('queued')" });
      const client = await pool.connect();
      await client.query("BEGIN");
      const { rows } = await client.query<{ id: string }>({
        name: "claim",
        text: "SELECT id FROM raw_runs WHERE state = 'queued' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
      });
      for (const step of rows.length === 0 ? [] : ["first", "second", "third"])
        await client.query({
          name: "journal",
          text: "INSERT INTO raw_steps VALUES ($1, $2, '1')",
          values: [rows[0]?.id, step],
        });
      await client.query({
        name: "end",
        text: "UPDATE raw_runs SET state = 'completed' WHERE id = $1",
        values: [rows[0]?.id],
      });
      await client.query("COMMIT");
      client.release();
    },
    close: () => pool.end(),
  };
}
