import { controllerActor, checksumOfText, type Drift, type DriftSides } from "@lockstep/model";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";

import { changesOf } from "../database/query.ts";
import { statement } from "../database/statement.ts";
import { applyNew, pipeline, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const ada = { kind: "token", id: "token:ada" } as const;
const scan = { detectedBy: "scan", isReported: true } as const;
const farAway = "2999-01-01T00:00:00.000Z";

/** A finding about a pipeline's row, changed as told. */
function finding(slug: string, more: Partial<Drift> = {}): Drift {
  return {
    id: `id-of-${slug}`,
    kind: "edited",
    slug,
    part: "pipeline",
    name: null,
    sentence: "It was edited.",
    differences: [],
    applied: null,
    live: null,
    ...more,
  };
}

export function driftContract(subject: SubjectOf): void {
  const drift = () => subject().store.drift;
  const entries = async (environment: string) =>
    (await subject().store.ledger.list(environment, 1, 100)).map(({ kind, body }) => ({ kind, ...body }));
  const events = async (environment: string) => {
    const rows = await subject().sql(
      `SELECT name, body FROM events WHERE environment = '${environment}' AND name LIKE 'drift%' ORDER BY position`,
    );
    return rows.map(({ name, body }) => ({
      name,
      ...(JSON.parse(String(body)) as { readonly count: number }),
    }));
  };

  describe("drift", () => {
    test("after an apply, history and rows say the same", async () => {
      const environment = unique("env");
      const triggered = pipeline(unique("pipe"), {
        triggers: [{ id: "news", type: "event", enabled: true, input: {}, event: "news", filter: null }],
      });
      await applyNew(subject().store, environment, [
        triggered,
        // More than the pages in which live rows are read.
        ...Array.from({ length: 520 }, () => pipeline(unique("pipe"))),
      ]);
      const { applied, live } = await drift().readSides(environment);
      expect(live.pipelines).toHaveLength(521);
      expect(live.pipelines.map(plain)).toEqual(applied.pipelines);
      expect(live.pipelines.every(({ rehashed, manifest }) => rehashed === manifest)).toBe(true);
      expect(applied.triggers).toMatchObject([{ slug: triggered.slug, trigger: "news", enabled: true }]);
      expect({ ...live, pipelines: [] }).toEqual({ ...applied, pipelines: [] });
    });

    test("a revision that was noted is in force on both sides", async () => {
      const environment = unique("env");
      await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
      const fencingToken = await subject().store.leases.acquire(`environment:${environment}`, "test", 60_000);
      const [revision, controlRevision] = ["b".repeat(40), "c".repeat(40)];
      await subject().store.deploys.noteRevision({
        environment,
        expectedSequence: 1,
        fencingToken: fencingToken ?? 0,
        revision,
        controlRevision,
        body: {},
        events: [],
      });
      const { applied, live } = await drift().readSides(environment);
      expect(applied.environment).toMatchObject({ sequence: 1, revision, controlRevision });
      expect(live.environment).toEqual(applied.environment);
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
        { slug: edited.slug, manifest: "forged", rehashed: null, stored: null },
      ]);
    });

    test("a text that was changed behind the guards gives another checksum, and comes back by its own only", async () => {
      const environment = unique("env");
      const tampered = pipeline(unique("pipe"));
      await applyNew(subject().store, environment, [tampered]);
      await tamper(tampered.manifest, "forged");
      expect(await drift().loadLive(environment)).toMatchObject([
        {
          manifest: tampered.manifest,
          rehashed: checksumOfText("lockstep-manifest/v1", "forged"),
          isReadable: false,
        },
      ]);
      const [applied] = await drift().loadAssigned(environment);
      const found = finding(tampered.slug, {
        id: unique("id"),
        kind: "unreachable",
        applied: applied ?? null,
        differences: [{ field: "stored manifest", applied: tampered.manifest, live: null }],
      });
      await drift().saveFindings(environment, [found], scan);
      const request = { environment, ids: [found.id], actor: ada, reason: "Nobody reviewed it." };
      const forged = { ...tampered, canonical: "forged too" };
      expect(await drift().revert({ ...request, manifests: [forged] })).toEqual([]);
      expect(await drift().revert({ ...request, manifests: [tampered] })).toEqual([found.id]);
      expect(await drift().loadLive(environment)).toMatchObject([{ rehashed: tampered.manifest }]);
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

    test("findings keep since when they are known and go when they are gone, and are told once", async () => {
      const environment = unique("env");
      const named = (name: string, sentence?: string) =>
        finding(name, { id: `${environment}-${name}`, ...(sentence === undefined ? {} : { sentence }) });
      const save = (...found: readonly Drift[]) => drift().saveFindings(environment, found, scan);
      expect(await save(named("a"), named("b"))).toEqual({ detected: 2, cleared: 0 });
      const since = (await drift().list(environment)).map((each) => each.since);
      expect(await save(named("a", "Still."), named("c"))).toEqual({ detected: 1, cleared: 1 });
      expect(await drift().list(environment)).toMatchObject([
        { slug: "a", sentence: "Still.", since: since[0], detectedBy: "scan", environment, edit: null },
        { slug: "c" },
      ]);
      expect(await save()).toEqual({ detected: 0, cleared: 2 });
      expect(await save()).toEqual({ detected: 0, cleared: 0 });
      expect((await events(environment)).map(({ name, count }) => [name, count])).toEqual([
        ["drift.detected", 2],
        ["drift.detected", 1],
        ["drift.cleared", 1],
        ["drift.cleared", 2],
      ]);
      expect((await entries(environment)).map(({ kind }) => kind)).toEqual([
        "drift-detected",
        "drift-detected",
        "drift-cleared",
        "drift-cleared",
      ]);
    });

    test("what is not to be reported is listed and not told", async () => {
      const environment = unique("env");
      const silent = { detectedBy: "scan", isReported: false };
      const found = finding("a", { id: unique("id") });
      expect(await drift().saveFindings(environment, [found], silent)).toEqual({ detected: 0, cleared: 0 });
      expect(await drift().list(environment)).toHaveLength(1);
      expect(await drift().saveFindings(environment, [], silent)).toEqual({ detected: 0, cleared: 0 });
      expect(await entries(environment)).toEqual([]);
      expect(await events(environment)).toEqual([]);
    });

    test("what is acknowledged is told again when it counts again", async () => {
      const environment = unique("env");
      await applyNew(subject().store, environment, []);
      const found = finding("a", { id: unique("id") });
      await drift().saveFindings(environment, [found], scan);
      const acknowledge = (until: string) =>
        drift().acknowledge(environment, found.id, { until, reason: "We know.", actor: ada });
      expect(await acknowledge(farAway)).toBe(true);
      expect(await drift().load(environment, found.id)).toMatchObject({
        acknowledgement: { until: farAway, reason: "We know.", actor: "token:ada" },
      });
      expect(await drift().saveFindings(environment, [found], scan)).toEqual({ detected: 0, cleared: 0 });
      expect(await acknowledge("2001-01-01T00:00:00.000Z")).toBe(true);
      expect(await drift().saveFindings(environment, [found], scan)).toEqual({ detected: 1, cleared: 0 });
      expect(await drift().acknowledge(environment, "none", { until: farAway, reason: "", actor: ada })).toBe(
        false,
      );
      expect((await entries(environment)).map(({ kind }) => kind)).toEqual([
        "applied",
        "drift-detected",
        "drift-acknowledged",
        "drift-acknowledged",
        "drift-detected",
      ]);
    });

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
      await drift().saveFindings(environment, [finding(edited.slug, { id })], scan);
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

    test("the policy in force is the one that was applied, whatever the row says", async () => {
      const environment = unique("env");
      await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
      const before = await subject().store.environments.load(environment);
      await subject().sql(
        `UPDATE environments SET policy = '{}', policy_digest = 'forged' WHERE slug = '${environment}'`,
      );
      const after = await subject().store.environments.load(environment);
      expect(after?.policy).toEqual(before?.policy);
      expect(after?.policyDigest).toBe(before?.policyDigest);
    });

    test("nothing of a revert is done when there is nothing of that id", async () => {
      const environment = unique("env");
      await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
      const request = { environment, ids: ["none"], manifests: [], actor: controllerActor, reason: "" };
      expect(await drift().revert(request)).toEqual([]);
      expect((await entries(environment)).map(({ kind }) => kind)).toEqual(["applied"]);
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

function plain({
  rehashed: _rehashed,
  isReadable: _isReadable,
  stored: _stored,
  ...row
}: DriftSides["live"]["pipelines"][number]) {
  return row;
}
