import type { Drift } from "@lockstep/model";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";

import { changesOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { applyNew, pipeline, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function rowEditContract(subject: SubjectOf): void {
  const drift = () => subject().store.drift;

  describe("edits past Lockstep", () => {
    test("other people's changes of guarded rows are noted with role and time, Lockstep's own are not", async () => {
      const environment = unique("env");
      const edited = pipeline(unique("pipe"));
      await applyNew(subject().store, environment, [edited]);
      const noted = () =>
        subject().sql(
          `SELECT relation, slug, operation, role FROM row_edits WHERE environment = '${environment}' ORDER BY position`,
        );
      expect(await noted()).toEqual([]);
      await subject().sql(
        `UPDATE environment_pipelines SET path = 'elsewhere' WHERE environment = '${environment}'`,
      );
      await subject().sql(`UPDATE environments SET policy = '{}' WHERE slug = '${environment}'`);
      const isPostgres = subject().store.dialect === "postgres";
      const [user] = isPostgres ? await subject().sql("SELECT session_user AS role") : [{ role: null }];
      expect(await noted()).toMatchObject([
        { relation: "environment_pipelines", slug: edited.slug, operation: "UPDATE", role: user?.["role"] },
        { relation: "environments", slug: environment, operation: "UPDATE", role: user?.["role"] },
      ]);
      const id = unique("id");
      const found: Drift = {
        id,
        kind: "edited",
        slug: edited.slug,
        part: "pipeline",
        name: null,
        sentence: "It was edited.",
        differences: [],
        applied: null,
        live: null,
      };
      const scan = { detectedBy: "scan", isReported: true };
      await drift().saveFindings(environment, [found], scan);
      expect(await drift().load(environment, id)).toMatchObject({
        edit: { operation: "UPDATE", role: user?.["role"], at: expect.stringMatching(/^2\d{3}-.*Z$/) },
      });
      await drift().saveFindings(environment, [], scan);
      expect(await noted()).toHaveLength(1);
    });

    test("a PostgreSQL session that switches triggers off is noted all the same", async () => {
      if (subject().store.dialect === "sqlite") return;
      const environment = unique("env");
      await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
      await subject().sql(
        `SET session_replication_role = replica; DELETE FROM environment_pipelines WHERE environment = '${environment}'`,
      );
      const noted = await subject().sql(
        `SELECT operation FROM row_edits WHERE environment = '${environment}'`,
      );
      expect(noted).toEqual([{ operation: "DELETE" }]);
    });

    test("Lockstep's own connections cannot write another text into a stored manifest either", async () => {
      const guarded = pipeline(unique("pipe"));
      await applyNew(subject().store, unique("env"), [guarded]);
      const forge = statement<{ manifest: string }>(
        ({ manifest }) => sql`UPDATE pipeline_versions SET canonical = 'forged' WHERE manifest = ${manifest}`,
      );
      const { manifest } = guarded;
      const write = () => subject().database.transact(() => changesOf(forge, { manifest }));
      await expect(write()).rejects.toThrow(/append-only/);
    });
  });
}
