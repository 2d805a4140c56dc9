import { beforeAll, describe, expect, test } from "vitest";

import { applyNew, pipeline, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const guarded = {
  pipeline_versions: "canonical = 'forged'",
  releases: "content = 'forged'",
  pipeline_assignments: "manifest = 'forged'",
  deploy_records: "body = '{}'",
} as const;

export function appendOnlyContract(subject: SubjectOf): void {
  describe("append-only tables", () => {
    beforeAll(async () => {
      await applyNew(subject().store, unique("env"), [pipeline(unique("pipe"))]);
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
