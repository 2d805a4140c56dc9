import type pg from "pg";

import { Refusal } from "../refusal.ts";

const inspection = `
  SELECT
    EXISTS (
      SELECT FROM pg_catalog.pg_roles own
      WHERE own.rolname IN (current_user, session_user) AND (
        own.rolsuper OR own.rolreplication OR EXISTS (
          SELECT FROM pg_catalog.pg_roles power
          WHERE power.rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files')
            AND pg_catalog.pg_has_role(own.oid, power.oid, 'MEMBER')
        )
      )
    ) AS is_mighty,
    EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = 'lockstep_refuse') AS is_lockstep`;

/**
 * Looks around in a new session. Fails as `security` where its role can reach files, programs or other databases'
 * data, and in any database of a Lockstep installation, by whatever way it was reached.
 */
export async function inspectSession(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ is_mighty: boolean; is_lockstep: boolean }>(inspection);
  const [found] = rows;
  if (found?.is_lockstep !== false)
    throw new Refusal("security", "This is a database of Lockstep itself; sql steps never reach it.");
  if (found.is_mighty)
    throw new Refusal(
      "security",
      "The connection's role is a superuser, may replicate, or may read and write the server's files; use one with fewer rights.",
    );
}
