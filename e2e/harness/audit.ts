import type { TestDatabase } from "@lockstep/testkit";

/** What PostgreSQL itself saw of journal writes and claims. */
export interface Audit {
  /** Journal writes whose connection was not that of the process that held the run: `writer` wrote, `holder` held. */
  foreignWrites(
    livesByPid: ReadonlyMap<number, string>,
  ): Promise<readonly { readonly writer: string; readonly holder: string }[]>;
  /** Who wrote to the journal, each life once. */
  writers(): Promise<readonly string[]>;
  /** Ends of attempts, by run, step and item; more than one for none of them. */
  endsPerAttempt(): Promise<readonly number[]>;
  /** The database's clock. */
  now(): Promise<string>;
  /** Notes which runs a dead process still holds, and since when it is dead. */
  noteDeath(pid: number, at: string): Promise<void>;
  /** Milliseconds from each death until somebody claimed each run that the dead held; null where nobody did. */
  takeOvers(): Promise<readonly (number | null)[]>;
}

/** Installs triggers that record who writes the journal and who claims runs. */
export async function installAudit(database: TestDatabase): Promise<Audit> {
  await database.run(triggers);
  return {
    async foreignWrites(livesByPid) {
      const rows = await database.run("SELECT DISTINCT writer, holder FROM audit.writes");
      return rows
        .map(({ writer, holder }) => ({
          writer: String(writer),
          holder: livesByPid.get(Number(String(holder).split(":")[1])) ?? String(holder),
        }))
        .filter(({ writer, holder }) => writer !== holder);
    },
    async writers() {
      const rows = await database.run("SELECT DISTINCT writer FROM audit.writes ORDER BY writer");
      return rows.map(({ writer }) => String(writer));
    },
    async endsPerAttempt() {
      const rows = await database.run(
        `SELECT count(*)::int AS ends FROM audit.writes WHERE state = 'completed' GROUP BY run, step, item`,
      );
      return rows.map(({ ends }) => Number(ends));
    },
    async now() {
      const [row] = await database.run("SELECT clock_timestamp()::text AS at");
      return String(row?.["at"]);
    },
    async noteDeath(pid, at) {
      await database.run(`
        INSERT INTO audit.deaths
        SELECT id, fencing_token, '${at}' FROM runs WHERE state = 'running' AND holder LIKE '%:${pid}:%'`);
    },
    async takeOvers() {
      const rows = await database.run(`
        SELECT (extract(epoch FROM (
          SELECT min(at) FROM audit.claims WHERE claims.run = deaths.run AND claims.token > deaths.token
        ) - deaths.at) * 1000)::float AS ms FROM audit.deaths`);
      return rows.map(({ ms }) => (ms === null ? null : Number(ms)));
    },
  };
}

const triggers = `
  CREATE SCHEMA audit;
  CREATE TABLE audit.writes (run text, step text, item bigint, state text, writer text, holder text);
  CREATE TABLE audit.claims (run text, token bigint, at timestamptz);
  CREATE TABLE audit.deaths (run text, token bigint, at timestamptz);
  CREATE FUNCTION audit.note_write() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO audit.writes SELECT NEW.run, NEW.step, NEW.item, NEW.state,
      current_setting('application_name'), coalesce((SELECT holder FROM public.runs WHERE id = NEW.run), 'nobody');
    RETURN NULL;
  END $$;
  CREATE TRIGGER audit_write AFTER INSERT OR UPDATE ON step_attempts FOR EACH ROW EXECUTE FUNCTION audit.note_write();
  CREATE FUNCTION audit.note_claim() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO audit.claims VALUES (NEW.id, NEW.fencing_token, clock_timestamp());
    RETURN NULL;
  END $$;
  CREATE TRIGGER audit_claim AFTER UPDATE ON runs FOR EACH ROW
    WHEN (NEW.fencing_token <> OLD.fencing_token) EXECUTE FUNCTION audit.note_claim();
`;
