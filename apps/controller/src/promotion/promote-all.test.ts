import { afterEach, expect, test } from "vitest";

import { environment, greeter } from "../bench.fixture.ts";
import { createRollBack } from "../rollback/roll-back.ts";
import { openPromotionBench, type PromotionBench } from "./promotion-bench.fixture.ts";

let bench: PromotionBench;
afterEach(() => bench.close());

const number = (opened: { readonly pullRequest: { readonly number: number } | null }) =>
  opened.pullRequest?.number ?? 0;

async function openWithTwoAhead(): Promise<void> {
  bench = await openPromotionBench({ ...greeter("hello", "1.0.0"), ...greeter("old", "1.0.0") });
  await bench.push("develop", {
    ...greeter("hello", "1.1.0", "Hi"),
    ...greeter("ciao", "1.0.0", "Ciao"),
    "pipelines/old.pipeline.json": null,
  });
}

test("everything that is ahead goes by one pull request of the branch, and merging deploys it", async () => {
  await openWithTwoAhead();
  expect(await bench.promotions.load("staging", "production")).toMatchObject({
    state: "ahead",
    counts: { ahead: 2, tuning: 0, missing: 1, behind: 0, same: 0 },
    because: "3 pipelines differ from staging.",
  });
  const opened = await bench.promote();
  expect(opened).toMatchObject({
    pullRequest: {
      head: { branch: "develop" },
      base: { branch: "main" },
      title: "Promote staging to production",
    },
    pipelines: ["ciao", "hello", "old"],
  });
  const again = await bench.promote({ reason: "asked twice" });
  expect(number(again)).toBe(number(opened));
  await bench.forge.merge(number(opened));
  expect((await bench.look("production")).state).toBe("in-sync");
  expect(await bench.applied("production")).toEqual({ hello: "1.1.0", ciao: "1.0.0" });
  expect(await bench.promotions.load("staging", "production")).toMatchObject({ state: "in-step" });
  await expect(bench.promote()).rejects.toMatchObject({
    code: "NOTHING_TO_PROMOTE",
    message: /production has everything that is in force in staging/,
  });
});

test("a pair says that the upper environment is held, and can be proposed to all the same", async () => {
  await openWithTwoAhead();
  const actor = { kind: "token", id: "token:ada" } as const;
  const hold = { environment: "production", kind: "pause", reason: "audit", actor, deploy: null } as const;
  await bench.store.holds.place({ ...hold, quarantine: [] });
  await bench.look("production");
  const pair = await bench.promotions.load("staging", "production");
  expect(pair).toMatchObject({ state: "held", counts: { ahead: 2, missing: 1 } });
  expect(pair.because).toMatch(/^3 pipelines differ from staging, and production is held \(pause\): audit$/);
  expect((await bench.promote()).pullRequest).not.toBeNull();
});

test("what is new, what differs and what stays the same come page by page with their evidence", async () => {
  await openWithTwoAhead();
  bench.clock.time += 3_600_000;
  // A later commit that leaves hello as it is does not start its evidence anew.
  await bench.push("develop", greeter("salut", "1.0.0", "Salut"));
  const pair = { from: "staging", to: "production", search: null };
  const first = await bench.promotions.listItems(pair, { limit: 2, cursor: null });
  expect(first.items.map(({ slug }) => slug)).toEqual(["ciao", "hello"]);
  expect(first.items[1]).toMatchObject({
    kind: "ahead",
    from: { version: "1.1.0" },
    to: { version: "1.0.0" },
    class: "content",
    evidence: { since: "2026-02-01T09:00:00.000Z", runs: 0, failed: 0, isQuarantined: false },
  });
  expect(first.items[1]?.differences[0]?.sentence).toContain('from "Hello" to "Hi"');
  const second = await bench.promotions.listItems(pair, { limit: 2, cursor: first.next });
  expect(second).toMatchObject({
    items: [
      { slug: "old", kind: "missing", from: null, evidence: null },
      { slug: "salut", evidence: { since: "2026-02-01T10:00:00.000Z" } },
    ],
    next: null,
  });
  const found = await bench.promotions.listItems({ ...pair, search: "al" }, { limit: 2, cursor: null });
  expect(found.items.map(({ slug }) => slug)).toEqual(["salut"]);
});

test("opening is one entry of the upper environment's chain with contents before and after, and one event", async () => {
  await openWithTwoAhead();
  await bench.promote();
  await bench.promote();
  const opened = (await bench.records("production")).filter(({ kind }) => kind === "promotion-opened");
  expect(opened).toHaveLength(1);
  const lower = await bench.store.environments.loadApplied("staging");
  const upper = await bench.store.environments.loadApplied("production");
  expect(opened[0]?.body).toMatchObject({
    actor: { id: "token:ada" },
    reason: "it soaked",
    from: "staging",
    pullRequest: { number: 1 },
    pipelines: [
      { slug: "ciao", version: "1.0.0", before: null, after: lower.pipelines.get("ciao")?.content },
      {
        slug: "hello",
        before: upper.pipelines.get("hello")?.content,
        after: lower.pipelines.get("hello")?.content,
      },
      { slug: "old", before: upper.pipelines.get("old")?.content, after: null },
    ],
  });
  await bench.store.events.publish();
  const events = await bench.store.events.list(0, { environment: "production" }, 100);
  expect(events.filter(({ name }) => name === "promotion.opened")).toHaveLength(1);
});

test("a squash merge or a cherry-pick is found to be the same by content", async () => {
  await openWithTwoAhead();
  await bench.push("main", {
    ...greeter("hello", "1.1.0", "Hi"),
    ...greeter("ciao", "1.0.0", "Ciao"),
    "pipelines/old.pipeline.json": null,
  });
  expect(await bench.promotions.load("staging", "production")).toMatchObject({
    state: "in-step",
    counts: { ahead: 0, missing: 0, same: 2 },
  });
  const { items } = await bench.promotions.listItems(
    { from: "staging", to: "production", search: null },
    { limit: 10, cursor: null },
  );
  expect(items).toEqual([]);
});

test("the soak gate above is met by content, whatever commit a squash merge makes of it", async () => {
  bench = await openPromotionBench(greeter("hello", "1.0.0"));
  const soak = { in: "staging", duration: "2h", minRuns: 0 };
  await bench.push("main", environment("production", "main", { promotesFrom: "staging", gates: { soak } }));
  await bench.push("develop", greeter("hello", "1.1.0", "Hi"));
  bench.clock.time += 3_600_000;
  const opened = await bench.promote();
  await bench.push("main", greeter("hello", "1.1.0", "Hi"));
  expect(await bench.status("production")).toMatchObject({
    state: "waiting",
    opensAt: "2026-02-01T11:00:00.000Z",
  });
  expect(opened.pullRequest).not.toBeNull();
  bench.clock.time += 3_600_000;
  expect((await bench.look("production")).state).toBe("in-sync");
  expect(await bench.applied("production")).toEqual({ hello: "1.1.0" });
});

test("after a squash merge the next promotion goes by files, because the branch would conflict", async () => {
  await openWithTwoAhead();
  await bench.push("main", {
    ...greeter("hello", "1.1.0", "Hi"),
    ...greeter("ciao", "1.0.0", "Ciao"),
    "pipelines/old.pipeline.json": null,
  });
  await bench.push("develop", {
    ...greeter("hello", "1.2.0", "Hi again"),
    ...greeter("ciao", "1.1.0", "Ciao!"),
  });
  const opened = await bench.promote();
  expect(opened.pullRequest).toMatchObject({ isMergeable: true, title: "Promote staging to production" });
  expect(opened.notes.join()).toContain(
    "Both branches changed pipelines/ciao.pipeline.json since they parted",
  );
  await bench.forge.merge(number(opened));
  await bench.look("production");
  expect(await bench.applied("production")).toEqual(await bench.applied("staging"));
});

test("what was rolled back below does not come along with the branch", async () => {
  await openWithTwoAhead();
  const before = (await bench.deploys("staging")).at(-1)?.id ?? "";
  await createRollBack(bench.deps)({
    environment: "staging",
    to: before,
    pipelines: ["hello"],
    reason: "it greets wrongly",
    actor: { kind: "token", id: "token:ada" },
    kind: "rollback",
  });
  expect(await bench.applied("staging")).toEqual({ hello: "1.0.0", ciao: "1.0.0" });
  const opened = await bench.promote();
  expect(opened.pipelines).toEqual(["ciao", "old"]);
  expect(opened.notes.join()).toMatch(/develop holds something else .* after a rollback \(hello\)/);
  await bench.forge.merge(number(opened));
  await bench.look("production");
  expect(await bench.applied("production")).toEqual({ hello: "1.0.0", ciao: "1.0.0" });
});

test("after a real merge the next promotion is the branch again", async () => {
  await openWithTwoAhead();
  await bench.forge.merge(number(await bench.promote()));
  await bench.look("production");
  await bench.push("develop", greeter("hello", "1.2.0", "Hi again"));
  const opened = await bench.promote();
  expect(opened.pullRequest).toMatchObject({ head: { branch: "develop" }, isMergeable: true });
});

test("a branch that is ahead of what is applied is promoted from where it soaked, and says why", async () => {
  await openWithTwoAhead();
  const soaked = await bench.repository.revisionOf("refs/heads/develop");
  // Refused in staging, so that what is applied stays behind.
  await bench.push("develop", { "pipelines/broken.pipeline.json": "{" });
  const opened = await bench.promote();
  expect(opened.pullRequest?.head).toEqual({
    branch: `lockstep/promote-staging-production-${soaked.slice(0, 12)}`,
    revision: soaked,
  });
  expect(opened.notes.join()).toContain("ahead of what staging runs");
  expect(bench.forge.bodies.get(number(opened))).toContain("ahead of what staging runs");
  await bench.forge.merge(number(opened));
  await bench.look("production");
  expect(await bench.applied("production")).toEqual({ hello: "1.1.0", ciao: "1.0.0" });
});

test("what the upper branch holds already and only waits for is not proposed again", async () => {
  bench = await openPromotionBench(greeter("hello", "1.0.0"));
  const manual = { promotesFrom: "staging", apply: { mode: "manual" } };
  await bench.push("main", environment("production", "main", manual));
  await bench.push("develop", greeter("hello", "1.1.0", "Hi"));
  await bench.push("main", greeter("hello", "1.1.0", "Hi"));
  expect(await bench.promotions.load("staging", "production")).toMatchObject({ state: "waiting" });
  await expect(bench.promote()).rejects.toMatchObject({
    code: "NOTHING_TO_PROMOTE",
    message: /main holds it already; production: deploy id-\d+ is on its way/,
  });
});

test("without a forge the commands do the same, typed in a clone", async () => {
  await openWithTwoAhead();
  const { commands, pullRequest, pipelines } = await bench.promoteByHand();
  expect(pullRequest).toBeNull();
  expect(pipelines).toEqual(["ciao", "hello", "old"]);
  await bench.type(commands);
  await bench.look("production");
  expect(await bench.applied("production")).toEqual({ hello: "1.1.0", ciao: "1.0.0" });
  expect((await bench.records("production")).some(({ kind }) => kind === "promotion-opened")).toBe(false);
});
