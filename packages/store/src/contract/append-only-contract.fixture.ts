import { beforeAll, describe, expect, test } from "vitest";

import { applyNew, pipeline, unique } from "./builders.fixture.ts";
import { entryOf, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const guarded = {
  pipeline_versions: "canonical = 'forged'",
  releases: "content = 'forged'",
  pipeline_assignments: "manifest = 'forged'",
  deploy_records: "body = '{}'",
  erasures: "reason = 'forged'",
} as const;

export function appendOnlyContract(subject: SubjectOf): void {
  describe("append-only tables", () => {
    beforeAll(async () => {
      await applyNew(subject().store, unique("env"), [pipeline(unique("pipe"))]);
      await eraseOne(subject);
    });

    test.each(Object.entries(guarded))("%s refuses UPDATE and DELETE", async (table, change) => {
      const refused = (operation: string) => new RegExp(`${table} is append-only: ${operation} is refused`);
      const before = await subject().sql(`SELECT * FROM ${table}`);
      await expect(subject().sql(`UPDATE ${table} SET ${change}`)).rejects.toThrow(refused("UPDATE"));
      await expect(subject().sql(`DELETE FROM ${table}`)).rejects.toThrow(refused("DELETE"));
      expect(await subject().sql(`SELECT * FROM ${table}`)).toEqual(before);
      expect(before.length).toBeGreaterThan(0);
    });

    test.each(Object.keys(guarded))("%s refuses the dialect's own way around", async (table) => {
      const isPostgres = subject().store.dialect === "postgres";
      const statement = isPostgres
        ? `TRUNCATE ${table}`
        : `INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`;
      await expect(subject().sql(statement)).rejects.toThrow(/is append-only/);
    });
  });
}

async function eraseOne(subject: SubjectOf): Promise<void> {
  const { create, claimOne, runs } = runHarness(subject);
  const queue = unique("queue");
  const { id: run } = await create(queue);
  await claimOne(queue);
  await runs().write([entryOf(run, 1, { state: { to: "completed", output: null } })]);
  await subject().store.retention.erase({ run, actor: { kind: "user", id: "github:ada" }, reason: "asked" });
}
