import { type Application, verifyChain } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  applicationOf,
  applyNew,
  assign,
  configure,
  deployOf,
  pipeline,
  prune,
  revisionOf,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function applyContract(subject: SubjectOf): void {
  const store = () => subject().store;

  async function stateOf(environment: string) {
    return {
      applied: await store().environments.loadApplied(environment),
      assigned: await store().drift.loadAssigned(environment),
      records: await store().ledger.list(environment, 1, 100),
      deploys: await store().deploys.list(
        { environment, states: [], revision: null },
        { limit: 100, cursor: null },
      ),
      outbox: await store().outbox.counts(),
    };
  }

  async function applyWith(environment: string, more: Partial<Application> & { readonly sequence?: number }) {
    const added = pipeline(unique("pipe"));
    const { sequence = 0, ...rest } = more;
    const deploy = deployOf({ environment, sequence, changes: [assign(added)] });
    const fencingToken = rest.fencingToken ?? (await takeLease(store(), environment));
    return store().deploys.apply(applicationOf(deploy, [added], { ...rest, fencingToken }));
  }

  describe("apply", () => {
    test("an apply moves pointers, history, deploy, record, events and outbox together", async () => {
      const environment = unique("env");
      const added = pipeline(unique("pipe"));
      const { deploy, outcome } = await applyNew(store(), environment, [added]);
      expect(outcome).toMatchObject({
        sequence: 1,
        record: { position: 1, kind: "applied", deploy: deploy.id },
      });
      const { applied, assigned, records } = await stateOf(environment);
      expect(applied.sequence).toBe(1);
      expect(assigned).toMatchObject([
        { slug: added.slug, version: "1.0.0", manifest: added.manifest, content: added.content },
      ]);
      expect(records).toEqual([outcome.record]);
      expect(verifyChain(records)).toMatchObject({ intact: true, length: 1 });
      expect(await store().deploys.load(deploy.id)).toMatchObject({ state: "applied", plan: deploy.plan });
      expect(await store().versions.loadReleases([added.slug])).toMatchObject([
        {
          version: "1.0.0",
          content: added.content,
          environment,
          revision: revisionOf("a"),
          deploy: deploy.id,
        },
      ]);
    });

    test("a second apply from the same base is a conflict and changes nothing", async () => {
      const environment = unique("env");
      await applyNew(store(), environment, [pipeline(unique("pipe"))]);
      const before = await stateOf(environment);
      expect(await applyWith(environment, { sequence: 0 })).toEqual({ outcome: "conflict" });
      expect(await applyWith(environment, { sequence: 7 })).toEqual({ outcome: "conflict" });
      expect(await stateOf(environment)).toEqual(before);
    });

    test("of many at once from one base exactly one is applied", async () => {
      const environment = unique("env");
      const fencingToken = await takeLease(store(), environment);
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => applyWith(environment, { fencingToken })),
      );
      expect(outcomes.filter(({ outcome }) => outcome === "applied")).toHaveLength(1);
      const { applied, records } = await stateOf(environment);
      expect([applied.sequence, applied.pipelines.size, records.length]).toEqual([1, 1, 1]);
    });

    test("a writer whose lease was taken over is fenced", async () => {
      const environment = unique("env");
      const fencingToken = await takeLease(store(), environment);
      await expireLease(environment);
      expect(await applyWith(environment, { fencingToken })).toEqual({ outcome: "fenced" });
      await takeLease(store(), environment, "another");
      expect(await applyWith(environment, { fencingToken })).toEqual({ outcome: "fenced" });
      expect((await stateOf(environment)).records).toEqual([]);
    });

    test("a version claimed with other content undoes the whole apply and names the claim", async () => {
      const [one, other] = [unique("env"), unique("env")];
      const taken = pipeline(unique("pipe"));
      await applyNew(store(), one, [taken]);
      const [good, rewritten] = [pipeline(unique("pipe")), pipeline(taken.slug, { title: "rewritten" })];
      const deploy = deployOf({ environment: other, changes: [assign(good), assign(rewritten)] });
      const fencingToken = await takeLease(store(), other);
      const before = await stateOf(other);
      const outcome = await store().deploys.apply(applicationOf(deploy, [good, rewritten], { fencingToken }));
      expect(outcome).toMatchObject({
        outcome: "claimed",
        release: { slug: taken.slug, content: taken.content, environment: one },
      });
      expect(await stateOf(other)).toEqual(before);
      expect(await store().versions.loadReleases([good.slug])).toEqual([]);
      expect(await store().versions.loadManifest(good.manifest)).toBeNull();
    });

    test("a version claimed with the same content is promoted", async () => {
      const [one, other] = [unique("env"), unique("env")];
      const promoted = pipeline(unique("pipe"));
      await applyNew(store(), one, [promoted]);
      await applyNew(store(), other, [promoted]);
      expect(await store().versions.loadReleases([promoted.slug])).toMatchObject([{ environment: one }]);
    });

    test("two environments that claim one version with different contents at once: one of them wins", async () => {
      const slug = unique("pipe");
      const outcomes = await Promise.all(
        ["left", "right"].map(async (title) => {
          const environment = unique("env");
          const added = pipeline(slug, { title });
          const deploy = deployOf({ environment, changes: [assign(added)] });
          const fencingToken = await takeLease(store(), environment);
          return store().deploys.apply(applicationOf(deploy, [added], { fencingToken }));
        }),
      );
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(["applied", "claimed"]);
    });

    test("where nothing is claimed a version may be rewritten", async () => {
      const environment = unique("env");
      const first = pipeline(unique("pipe"));
      await applyNew(store(), environment, [first]);
      const second = pipeline(first.slug, { title: "rewritten" });
      const deploy = deployOf({ environment, sequence: 1, changes: [assign(second, first)] });
      const fencingToken = await takeLease(store(), environment);
      const application = applicationOf(deploy, [second], { fencingToken, releases: [] });
      expect(await store().deploys.apply(application)).toMatchObject({ outcome: "applied", sequence: 2 });
      expect(await store().environments.loadPipeline(environment, first.slug)).toMatchObject({
        content: second.content,
      });
    });

    test("prunes, and remembers in the history that it did", async () => {
      const environment = unique("env");
      const [kept, retired] = [pipeline(unique("pipe")), pipeline(unique("pipe"))];
      await applyNew(store(), environment, [kept, retired]);
      const deploy = deployOf({
        environment,
        sequence: 1,
        changes: [configure(environment), prune(retired)],
      });
      const fencingToken = await takeLease(store(), environment);
      await store().deploys.apply(applicationOf(deploy, [], { fencingToken }));
      const { applied, assigned } = await stateOf(environment);
      expect([...applied.pipelines.keys()]).toEqual([kept.slug]);
      expect(assigned.map(({ slug }) => slug)).toEqual([kept.slug]);
    });

    test("goes back to a stored manifest that the plan does not bring along", async () => {
      const environment = unique("env");
      const uses = { variables: ["COLOUR"], secrets: [], connections: [] };
      const first = pipeline(unique("pipe"), { uses });
      const second = pipeline(first.slug, { version: "1.0.1" });
      await applyNew(store(), environment, [first]);
      await applyNew(store(), environment, [second]);
      const deploy = deployOf({ environment, sequence: 2, changes: [assign(first, second)] });
      const fencingToken = await takeLease(store(), environment);
      await store().deploys.apply(applicationOf(deploy, [], { fencingToken }));
      expect(await store().environments.loadPipeline(environment, first.slug)).toMatchObject({
        manifest: first.manifest,
        uses,
      });
    });

    test("never points at a manifest that is not stored", async () => {
      const environment = unique("env");
      const deploy = deployOf({ environment, changes: [assign(pipeline(unique("pipe")))] });
      const fencingToken = await takeLease(store(), environment);
      const before = await stateOf(environment);
      await expect(store().deploys.apply(applicationOf(deploy, [], { fencingToken }))).rejects.toMatchObject({
        kind: "unprocessable",
      });
      expect(await stateOf(environment)).toEqual(before);
    });

    test("text with characters that one database refuses is kept readable", async () => {
      const environment = unique("env");
      const deploy = { ...deployOf({ environment }), because: "a\0b \uD800 ü €" };
      const fencingToken = await takeLease(store(), environment);
      const body = { message: "a\0b ü €" };
      const application = applicationOf(deploy, [], { fencingToken, record: { kind: "applied", body } });
      expect(await store().deploys.apply(application)).toMatchObject({ outcome: "applied" });
      expect((await store().deploys.load(deploy.id))?.because).toBe("a\uFFFDb \uFFFD ü €");
      const { records } = await stateOf(environment);
      expect(records[0]?.body).toEqual(body);
      expect(verifyChain(records).intact).toBe(true);
    });
  });

  async function expireLease(environment: string): Promise<void> {
    const past = "2000-01-01T00:00:00.000Z";
    await subject().sql(`UPDATE leases SET expires_at = '${past}' WHERE name = 'environment:${environment}'`);
  }
}
