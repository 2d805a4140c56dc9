import type { Checksum } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { applyNew, assign, deployOf, pipeline, takeLease, unique } from "./builders.fixture.ts";
import { entryOf } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";
import { waitingHarness } from "./waiting-harness.fixture.ts";

export function dashboardContract(subject: SubjectOf): void {
  const { create, claimOne, runs, ask } = waitingHarness(subject);
  const store = () => subject().store;
  const dashboard = () => store().dashboard;
  const versionOf = (slug: string, title: string, version = "1.0.0") => pipeline(slug, { title, version });

  interface Ended {
    readonly environment: string;
    readonly slug: string;
    readonly content: Checksum;
  }

  /** A run that ended at an instant; with `event`, as the engine tells of it. */
  async function end(of: Ended, state: "completed" | "failed" | "cancelled", at: string): Promise<string> {
    const queue = unique("queue");
    const { id } = await create(queue, of);
    const { fencingToken } = await claimOne(queue);
    const error = { type: "execution", message: "no" } as const;
    const to = state === "completed" ? { to: state, output: null } : { to: state, error };
    const event = {
      name: `run.${state}`,
      environment: of.environment,
      body: { run: id, slug: of.slug },
    } as const;
    await runs().write([{ ...entryOf(id, fencingToken), state: to, events: [event] }]);
    await subject().sql(`UPDATE runs SET ended_at = '${at}' WHERE id = '${id}'`);
    return id;
  }

  const day = (number: number) => `2026-01-${String(number).padStart(2, "0")}T00:00:00.000Z`;

  describe("how the newest runs of what is in force ended", () => {
    test("newest first, at most twenty, of that content only, cancelled ones left out", async () => {
      const environment = unique("env");
      const [slug, beside] = [unique("greet"), unique("other")];
      const [old, now] = [versionOf(slug, "old"), versionOf(slug, "now", "1.1.0")];
      const other = versionOf(beside, "");
      await applyNew(store(), environment, [old, other]);
      await applyNew(store(), environment, [now]);
      const greet = { environment, slug, content: now.content };
      for (let number = 1; number <= 22; number += 1)
        await end(greet, number === 22 ? "failed" : "completed", day(number));
      await end(greet, "cancelled", day(23));
      await end({ ...greet, content: old.content }, "failed", day(24));
      const found = await dashboard().loadOutcomes(environment, null);
      expect(found.map((one) => one.slug).toSorted()).toEqual([slug, beside]);
      const greeted = found.find((one) => one.slug === slug);
      expect(greeted?.content).toBe(now.content);
      expect(greeted?.runs).toHaveLength(20);
      expect(greeted?.runs.slice(0, 2)).toEqual([
        { failed: true, endedAt: day(22) },
        { failed: false, endedAt: day(21) },
      ]);
      expect(found.find((one) => one.slug === beside)?.runs).toEqual([]);
      expect(await dashboard().loadOutcomes(environment, [beside, "unknown"])).toEqual([
        { slug: beside, content: other.content, runs: [] },
      ]);
    });

    test("tells whose runs ended behind an event, numbered or not yet", async () => {
      const environment = unique("env");
      const [one, two] = [versionOf("one", ""), versionOf("two", "")];
      await store().events.publish();
      const { lastId } = await dashboard().loadEndedSince(0);
      const mine = async (after: number) => {
        const { ended, isComplete } = await dashboard().loadEndedSince(after);
        expect(isComplete).toBe(true);
        return ended.filter((each) => each.environment === environment).map(({ slug }) => slug);
      };
      await end({ environment, slug: "one", content: one.content }, "completed", day(1));
      await store().events.publish();
      await end({ environment, slug: "two", content: two.content }, "failed", day(1));
      await end({ environment, slug: "three", content: two.content }, "cancelled", day(1));
      expect((await mine(lastId)).toSorted()).toEqual(["one", "two"]);
      await store().events.publish();
      expect((await mine(lastId)).toSorted()).toEqual(["one", "two"]);
      expect(await mine((await dashboard().loadEndedSince(lastId)).lastId)).toEqual([]);
    });

    test("says so when events are missing, because the database is another one or they were pruned", async () => {
      await store().events.append([{ name: "deploy.applied", environment: unique("env"), body: {} }]);
      await store().events.publish();
      const { lastId } = await dashboard().loadEndedSince(0);
      expect(await dashboard().loadEndedSince(lastId + 1)).toMatchObject({ lastId, isComplete: false });
      await store().events.prune("2999-01-01T00:00:00.000Z");
      expect(await dashboard().loadEndedSince(lastId - 2)).toMatchObject({ lastId, isComplete: false });
      expect(await dashboard().loadEndedSince(lastId)).toMatchObject({ lastId, isComplete: true });
    });
  });

  test("the newest run of each pipeline that ever ran, whatever it executed", async () => {
    const environment = unique("env");
    const [slug, beside] = [unique("greet"), unique("idle")];
    const greet = versionOf(slug, "");
    await applyNew(store(), environment, [greet, versionOf(beside, "")]);
    await end({ environment, slug, content: greet.content }, "completed", day(1));
    const { id, createdAt } = await create(unique("queue"), { environment, slug });
    expect(await dashboard().loadLastRuns(environment, [slug, beside])).toEqual([
      { id, slug, state: "queued", createdAt, endedAt: null },
    ]);
    expect(await dashboard().loadLastRuns(environment, [])).toEqual([]);
  });

  test("how many contents an environment is ahead of another", async () => {
    const [from, to] = [unique("env"), unique("env")];
    const [slug, added] = [unique("greet"), unique("new")];
    const a = versionOf(slug, "a", "1.0.0");
    const b = versionOf(slug, "b", "1.1.0");
    const c = versionOf(slug, "c", "1.2.0");
    const fresh = versionOf(added, "");
    for (const applied of [a, b, a, c, b]) await applyNew(store(), from, [applied]);
    await applyNew(store(), from, [fresh]);
    await applyNew(store(), to, [a]);
    const ahead = await dashboard().countAhead(from, to, [slug, added, "unknown"]);
    expect(ahead).toEqual(
      new Map([
        [slug, 2],
        [added, 1],
      ]),
    );
    await applyNew(store(), to, [b]);
    expect(await dashboard().countAhead(from, to, [slug])).toEqual(new Map([[slug, 0]]));
  });

  test("titles of manifests that have one", async () => {
    const environment = unique("env");
    const [named, plain] = [versionOf(unique("pipe"), "Greets people"), versionOf(unique("pipe"), "")];
    await applyNew(store(), environment, [named, plain]);
    const titles = await dashboard().loadTitles([named.manifest, plain.manifest]);
    expect(titles).toEqual(new Map([[named.manifest, "Greets people"]]));
  });

  test("named differences, oldest first, with what an extra row says", async () => {
    const environment = unique("env");
    const base = { part: "pipeline", name: null, differences: [], applied: null } as const;
    const extra = versionOf("extra", "");
    const pointer = { slug: "extra", version: "1.0.0", content: extra.content, manifest: extra.manifest };
    const live = { ...pointer, team: "data", path: "", deploy: "d", since: day(1) };
    const stored = { rehashed: extra.manifest, isReadable: true, stored: null };
    await store().drift.saveFindings(
      environment,
      [
        { ...base, id: "one", kind: "edited", slug: "greet", sentence: "It was edited.", live: null },
        {
          ...base,
          id: "two",
          kind: "extra",
          slug: "extra",
          sentence: "It is extra.",
          live: { ...live, ...stored },
        },
      ],
      { detectedBy: "scan", isReported: true },
    );
    const actor = { kind: "token", id: "token:ada" } as const;
    await store().drift.acknowledge(environment, "one", {
      until: "2999-01-01T00:00:00.000Z",
      reason: "r",
      actor,
    });
    const heads = await dashboard().listDriftHeads(environment);
    expect(heads.toSorted((x, y) => (x.id < y.id ? -1 : 1))).toMatchObject([
      { id: "one", environment, kind: "edited", slug: "greet", isAcknowledged: true, live: null },
      {
        id: "two",
        kind: "extra",
        isAcknowledged: false,
        live: {
          version: "1.0.0",
          content: extra.content,
          manifest: extra.manifest,
          team: "data",
          since: day(1),
        },
      },
    ]);
  });

  describe("deploys without their plans", () => {
    async function plan(environment: string, state: "waiting" | "refused", revision?: string) {
      const changes = [assign(versionOf("greet", ""))];
      const deploy = deployOf({
        environment,
        state,
        changes,
        ...(revision === undefined ? {} : { revision }),
      });
      const fencingToken = await takeLease(store(), environment);
      await store().deploys.transition({ deploy, fencingToken, record: null, events: [], outbox: [] });
      return deploy;
    }

    test("the one on its way comes before the one that is known", async () => {
      const environment = unique("env");
      const refused = await plan(environment, "refused");
      expect(await dashboard().loadCurrentDeploy(environment, null)).toBeNull();
      expect(await dashboard().loadCurrentDeploy(environment, refused.id)).toMatchObject({
        state: "refused",
      });
      const open = await plan(environment, "waiting");
      const { id, because, commit } = open;
      expect(await dashboard().loadCurrentDeploy(environment, refused.id)).toMatchObject({
        id,
        environment,
        state: "waiting",
        because,
        commit,
        revision: commit.revision,
      });
      expect(await dashboard().loadChanges(id)).toEqual(open.plan.changes);
      expect(await dashboard().loadChanges("unknown")).toEqual([]);
    });

    test("the newest of each environment, and those whose id or revision begins so", async () => {
      const [one, other] = [unique("env"), unique("env")];
      const revision = `${"0".repeat(34)}${String(Math.trunc(performance.now() * 1_000) % 1_000_000).padStart(6, "0")}`;
      const first = await plan(one, "refused", revision);
      const second = await plan(one, "refused");
      const elsewhere = await plan(other, "waiting");
      const listed = await dashboard().listDeployHeads([one, other], 1);
      expect(listed.map(({ id }) => id)).toEqual([second.id, elsewhere.id]);
      expect(await dashboard().searchDeploys(first.id, 5)).toMatchObject([{ id: first.id, revision }]);
      expect(await dashboard().searchDeploys(revision, 5)).toMatchObject([{ id: first.id }]);
      expect(await dashboard().searchDeploys("nothing-begins-so", 5)).toEqual([]);
    });
  });

  test("what waits for people, with who must not answer it", async () => {
    const run = await ask(unique("queue"));
    const asked = await dashboard().listAsked(null, 1_000);
    expect(asked.find(({ question }) => question.run === run)).toMatchObject({
      question: { environment: "staging", step: "ask", asked: { prompt: "Ship?" } },
      starters: ["token:ci"],
    });
    expect(
      (await dashboard().listAsked(["staging"], 1_000)).some(({ question }) => question.run === run),
    ).toBe(true);
    expect(
      (await dashboard().listAsked(["production"], 1_000)).some(({ question }) => question.run === run),
    ).toBe(false);
  });
}
