import { checksumOfText, type Drift } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { applyNew, pipeline, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function driftContract(subject: SubjectOf): void {
  const drift = () => subject().store.drift;

  describe("drift", () => {
    test("after an apply, history and rows say the same", async () => {
      const environment = unique("env");
      await applyNew(
        subject().store,
        environment,
        // More than the pages in which live rows are read.
        Array.from({ length: 520 }, () => pipeline(unique("pipe"))),
      );
      const live = await drift().loadLive(environment);
      const assigned = await drift().loadAssigned(environment);
      expect(live).toEqual(assigned.map((each) => ({ ...each, rehashed: each.manifest })));
      expect(live).toHaveLength(520);
    });

    test("an edited pointer, a removed and an added row show in the live state only", async () => {
      const environment = unique("env");
      const [edited, removed] = [pipeline(unique("pipe")), pipeline(unique("pipe"))];
      await applyNew(subject().store, environment, [edited, removed]);
      const of = (slug: string) => `WHERE environment = '${environment}' AND slug = '${slug}'`;
      await subject().sql(`UPDATE environment_pipelines SET manifest = 'forged' ${of(edited.slug)}`);
      await subject().sql(`DELETE FROM environment_pipelines ${of(removed.slug)}`);
      const assigned = await drift().loadAssigned(environment);
      expect(assigned.map(({ slug, manifest }) => [slug, manifest])).toEqual([
        [edited.slug, edited.manifest],
        [removed.slug, removed.manifest],
      ]);
      expect(await drift().loadLive(environment)).toMatchObject([
        { slug: edited.slug, manifest: "forged", rehashed: null },
      ]);
    });

    test("a text that was changed behind the guards gives another checksum", async () => {
      const environment = unique("env");
      const tampered = pipeline(unique("pipe"));
      await applyNew(subject().store, environment, [tampered]);
      await tamper(tampered.manifest, "forged");
      expect(await drift().loadLive(environment)).toMatchObject([
        { manifest: tampered.manifest, rehashed: checksumOfText("lockstep-manifest/v1", "forged") },
      ]);
    });

    test("findings keep since when they are known and go when they are gone", async () => {
      const environment = unique("env");
      const finding = (slug: string, sentence = "It was edited."): Drift => ({
        kind: "edited",
        slug,
        sentence,
        applied: null,
        live: null,
      });
      const save = (...found: readonly Drift[]) => drift().saveFindings(environment, found, "scan");
      expect(await save(finding("a"), finding("b"))).toEqual({ detected: 2, cleared: 0 });
      const since = (await drift().list(environment)).map((each) => each.since);
      expect(await save(finding("a", "Still."), finding("c"))).toEqual({ detected: 1, cleared: 1 });
      const listed = await drift().list(environment);
      expect(listed).toMatchObject([
        { slug: "a", sentence: "Still.", since: since[0], detectedBy: "scan", environment },
        { slug: "c" },
      ]);
      expect(await save()).toEqual({ detected: 0, cleared: 2 });
    });
  });

  async function tamper(manifest: string, text: string): Promise<void> {
    const change = `UPDATE pipeline_versions SET canonical = '${text}' WHERE manifest = '${manifest}'`;
    if (subject().store.dialect === "postgres") {
      await subject().sql(`SET session_replication_role = replica; ${change}`);
      return;
    }
    const [trigger] = await subject().sql(
      "SELECT sql FROM sqlite_master WHERE name = 'pipeline_versions_refuse_update'",
    );
    await subject().sql("DROP TRIGGER pipeline_versions_refuse_update");
    await subject().sql(change);
    await subject().sql(String(trigger?.["sql"]));
  }
}
