import type { EndedSpan, RunState } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  applicationOf,
  applyNew,
  attemptOf,
  deployOf,
  newRun,
  pipeline,
  prune,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import { entryOf, runHarness } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const day = (number: number, time = "00:00:00.000") => `2026-01-${String(number).padStart(2, "0")}T${time}Z`;
const everything = { environment: null, slug: null, states: [], version: null, deploy: null } as const;
const month = { slug: null, since: day(1), until: day(31) };
const always = { slug: null, since: "2000-01-01T00:00:00.000Z", until: "2999-01-01T00:00:00.000Z" };

const waitsFor = { kind: "person", prompt: "May I?", assignees: [], form: {} } as const;

interface Past {
  readonly slug?: string;
  readonly state?: RunState;
  readonly started?: string | null;
  readonly ended?: string | null;
}

export function insightContract(subject: SubjectOf): void {
  const store = () => subject().store;
  const insights = () => store().insights;
  const { create, claimOne } = runHarness(subject);

  /** A run that went as told, whenever that was. */
  async function past(environment: string, { slug = "greet", state = "completed", ...more }: Past) {
    const { id } = newRun();
    await store().runs.create(newRun({ id, environment, slug }));
    const { started = day(1), ended = day(1) } = more;
    const text = (at: string | null) => (at === null ? "NULL" : `'${at}'`);
    await subject().sql(
      `UPDATE runs SET state = '${state}', started_at = ${text(started)}, ended_at = ${text(ended)},
         ready = NULL WHERE id = '${id}'`,
    );
    return id;
  }

  /** `slug state end took` of every run. */
  const flat = ({ groups }: EndedSpan) =>
    groups
      .flatMap(({ slug, state, endedAt, tookMs }) =>
        endedAt.map((end, at) => `${slug} ${state} ${new Date(end).toISOString()} ${tookMs[at]}`),
      )
      .sort();

  describe("what ended in a span", () => {
    test("has its beginning and not its end, how each run ended, and how long it took", async () => {
      const environment = unique("env");
      await past(environment, { started: day(2), ended: day(2, "00:00:01.500") });
      await past(environment, { slug: "other", state: "failed", started: day(3), ended: day(3) });
      await past(environment, { state: "cancelled", started: null, ended: day(4) });
      await past(environment, { ended: day(5) });
      await past(environment, { state: "running", started: day(3), ended: null });
      await past(unique("elsewhere"), { ended: day(3) });
      const span = { environments: [environment], slug: null, since: day(2, "00:00:01.500"), until: day(5) };
      const found = await insights().loadEnded(span, 100);
      expect(flat(found)).toEqual([
        `greet cancelled ${day(4)} null`,
        `greet completed ${day(2, "00:00:01.500")} 1500`,
        `other failed ${day(3)} 0`,
      ]);
      expect(found.since).toBe(span.since);
      expect(flat(await insights().loadEnded({ ...span, slug: "other" }, 100))).toEqual([
        `other failed ${day(3)} 0`,
      ]);
    });

    test("is cut from the oldest, in all environments at the same instant, and says where", async () => {
      const [busy, calm] = [unique("busy"), unique("calm")];
      for (const number of [2, 4, 6, 6, 8]) await past(busy, { ended: day(number) });
      for (const number of [3, 7]) await past(calm, { ended: day(number) });
      const ends = async (limit: number, environments = [busy, calm]) => {
        const found = await insights().loadEnded({ ...month, environments }, limit);
        const times = found.groups
          .flatMap(({ endedAt }) => endedAt)
          .filter((at) => at >= Date.parse(found.since));
        return [found.since, times.map((at) => new Date(at).getUTCDate()).sort((one, other) => one - other)];
      };
      expect(await ends(100)).toEqual([day(1), [2, 3, 4, 6, 6, 7, 8]]);
      // What ended with the last one is in it too: an instant is whole or absent.
      expect(await ends(2)).toEqual([day(6), [6, 6, 7, 8]]);
      expect(await ends(2, [calm, busy])).toEqual([day(6), [6, 6, 7, 8]]);
      expect(await ends(5)).toEqual([day(2), [2, 3, 4, 6, 6, 7, 8]]);
    });
  });

  describe("deploys on a time line", () => {
    test("are newest first, with what they changed, and found by pipeline", async () => {
      const environment = unique("env");
      const [greet, other] = [pipeline("greet"), pipeline("other")];
      const first = await applyNew(store(), environment, [greet]);
      const second = await applyNew(store(), environment, [other]);
      const span = { ...always, environments: [environment, unique("none")] };
      const both = await insights().listMarkers(span, 10);
      expect(both).toMatchObject([
        { deploy: second.deploy.id, environment, changes: 1, changed: [{ slug: "other", version: "1.0.0" }] },
        { deploy: first.deploy.id, intent: "merge", changed: [{ slug: "greet", version: "1.0.0" }] },
      ]);
      expect(both[0]?.commit).toEqual(second.deploy.commit);
      expect((await insights().listMarkers(span, 1)).map(({ deploy }) => deploy)).toEqual([second.deploy.id]);
      const ofGreet = await insights().listMarkers({ ...span, slug: "greet" }, 10);
      expect(ofGreet.map(({ deploy }) => deploy)).toEqual([first.deploy.id]);
      expect(await insights().listMarkers({ ...span, until: both[1]?.at ?? "" }, 10)).toEqual([]);
    });

    test("a retired pipeline is a change without a version", async () => {
      const environment = unique("env");
      const greet = pipeline("greet");
      await applyNew(store(), environment, [greet]);
      const deploy = deployOf({ environment, sequence: 1, changes: [prune(greet)] });
      const fencingToken = await takeLease(store(), environment);
      await store().deploys.apply(applicationOf(deploy, [], { fencingToken }));
      const [newest] = await insights().listMarkers({ ...always, environments: [environment] }, 1);
      expect(newest?.changed).toEqual([{ slug: "greet", version: null }]);
    });
  });

  describe("counts of listed runs", () => {
    test("are by state, within the filter, whatever states it names", async () => {
      const environment = unique("env");
      await past(environment, { state: "failed" });
      await past(environment, { state: "failed", slug: "other" });
      await past(environment, {});
      await past(unique("elsewhere"), { state: "failed" });
      const none = { queued: 0, running: 0, waiting: 0, completed: 0, failed: 0, cancelled: 0 };
      const filter = { ...everything, environment, states: ["completed"] as const };
      expect(await insights().countRuns(filter)).toEqual({
        states: { ...none, completed: 1, failed: 2 },
        isCut: false,
      });
      expect((await insights().countRuns({ ...filter, slug: "other" })).states).toEqual({
        ...none,
        failed: 1,
      });
    });
  });

  describe("how long listed runs took", () => {
    test("newest first, only what started and ended", async () => {
      const environment = unique("env");
      const first = await past(environment, { started: day(1), ended: day(1, "00:00:02.000") });
      await past(environment, { state: "cancelled", started: null });
      await past(environment, { state: "running", ended: null });
      const last = await past(environment, { state: "failed" });
      const filter = { ...everything, environment };
      const list = async (limit: number) => insights().listDurations(filter, limit);
      expect(await list(10)).toMatchObject([
        { id: last, durationMs: 0, state: "failed" },
        { id: first, durationMs: 2_000, slug: "greet", environment },
      ]);
      expect((await list(1)).map(({ id }) => id)).toEqual([last]);
    });
  });

  describe("a run on a time line", () => {
    test("has its attempts and items in the order in which they began, without what they gave", async () => {
      const queue = unique("queue");
      const { id } = await create(queue);
      const { fencingToken } = await claimOne(queue);
      const attempts = [
        attemptOf(id, {
          step: "late",
          startedAt: day(3),
          endedAt: null,
          state: "waiting",
          retryAt: day(9),
          waitsFor,
        }),
        attemptOf(id, { step: "each", item: 1, attempt: 2, startedAt: day(2) }),
        attemptOf(id, { step: "each", item: 0, startedAt: day(2), state: "failed" }),
        attemptOf(id, { step: "off", attempt: 0, state: "skipped", startedAt: null, endedAt: day(1) }),
      ];
      await store().runs.write([entryOf(id, fencingToken, { attempts })]);
      const spans = await insights().listSpans(id, 10);
      expect(spans.map(({ step, item, attempt }) => `${step} ${item} ${attempt}`)).toEqual([
        "off -1 0",
        "each 0 1",
        "each 1 2",
        "late -1 1",
      ]);
      expect(spans.at(-1)).toEqual({
        step: "late",
        item: -1,
        attempt: 1,
        state: "waiting",
        startedAt: day(3),
        endedAt: null,
        retryAt: day(9),
        waitsFor: "person",
      });
      expect(await insights().listSpans(id, 2)).toEqual(spans.slice(0, 2));
    });
  });

  describe("the history of deploys", () => {
    test("tells merges that were verified from those that were not, and which were taken out at once", async () => {
      const environment = unique("env");
      const since = await store().now();
      const one = await applyNew(store(), environment, [pipeline("greet")]);
      const two = await applyNew(store(), environment, [pipeline("other")]);
      const back = deployOf({ environment, sequence: 2, changes: [] });
      const fencingToken = await takeLease(store(), environment);
      const record = { kind: "rolled-back", body: { planHash: back.plan.hash } } as const;
      await store().deploys.apply(applicationOf(back, [], { fencingToken, record }));
      const refused = deployOf({ environment, sequence: 3, state: "refused" });
      await store().deploys.transition({
        deploy: refused,
        fencingToken,
        record: null,
        events: [],
        outbox: [],
      });
      await subject().sql(`UPDATE deploys SET created_at = '${since}' WHERE id = '${refused.id}'`);
      const history = await insights().loadDeployHistory(environment, since);
      expect(history).toMatchObject({
        applied: [
          { deploy: one.deploy.id, isRolledBack: false, isUnverified: false },
          { deploy: two.deploy.id, isRolledBack: true, isUnverified: false },
        ],
        refused: 1,
        rollbacks: 1,
      });
      expect(history.applied[0]?.committedAt).toBe(one.deploy.commit.committer.at);
      const none = await insights().loadDeployHistory(environment, "2999-01-01T00:00:00.000Z");
      expect(none).toEqual({ applied: [], refused: 0, rollbacks: 0 });
    });
  });
}
