import { beforeAll, describe, expect, test } from "vitest";

import { applyNew, pipeline, unique } from "./builders.fixture.ts";
import { entryOf, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const guarded = {
  pipeline_versions: "canonical = 'forged'",
  releases: "content = 'forged'",
  pipeline_assignments: "manifest = 'forged'",
  ledger: "body = '{}'",
  erasures: "reason = 'forged'",
} as const;

export function appendOnlyContract(subject: SubjectOf): void {
  describe("append-only tables", () => {
    beforeAll(async () => {
      await applyNew(subject().store, unique("env"), [pipeline(unique("pipe"))]);
      await eraseOne(subject);
    });

    test.each(Object.entries(guarded))("%s refuses UPDATE and DELETE", async (table, change) => {
      // Other programs do not know the function that the guard of SQLite asks.
      const refused = (operation: string) =>
        new RegExp(`${table} is append-only: ${operation} is refused|no such function: lockstep_append_only`);
      const before = await subject().sql(`SELECT * FROM ${table}`);
      await expect(subject().sql(`UPDATE ${table} SET ${change}`)).rejects.toThrow(refused("UPDATE"));
      await expect(subject().sql(`DELETE FROM ${table}`)).rejects.toThrow(refused("DELETE"));
      expect(await subject().sql(`SELECT * FROM ${table}`)).toEqual(before);
      expect(before.length).toBeGreaterThan(0);
    });

    test.each(Object.entries(guarded))(
      "%s stays through the dialect's own way around",
      async (table, change) => {
        const rows = () => subject().sql(`SELECT * FROM ${table}`);
        const before = await rows();
        const isPostgres = subject().store.dialect === "postgres";
        if (isPostgres) {
          await expect(subject().sql(`TRUNCATE ${table}`)).rejects.toThrow(/is append-only/);
        } else {
          // As another program opens the file: REPLACE then deletes without firing triggers.
          await subject().sql("PRAGMA recursive_triggers = OFF");
          await subject()
            .sql(replacement(table, change, before))
            .catch(() => []);
          await subject().sql("PRAGMA recursive_triggers = ON");
        }
        expect(await rows()).toEqual(before);
      },
    );
  });
}

/** Puts a forged row in the place of each. */
function replacement(table: string, change: string, rows: readonly Record<string, unknown>[]): string {
  const [column, forged] = change.split(" = ");
  const columns = Object.keys(rows[0] ?? {});
  const values = columns.map((name) => (name === column ? forged : name));
  return `INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM ${table}`;
}

async function eraseOne(subject: SubjectOf): Promise<void> {
  const { create, claimOne, runs } = runHarness(subject);
  const queue = unique("queue");
  const { id: run } = await create(queue);
  await claimOne(queue);
  await runs().write([entryOf(run, 1, { state: { to: "completed", output: null } })]);
  await subject().store.retention.erase({ run, actor: { kind: "user", id: "github:ada" }, reason: "asked" });
}
