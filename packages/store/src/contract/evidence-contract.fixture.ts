import type { Checksum, RunTransition } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { applyNew, digestOf, newRun, pipeline, unique } from "./builders.fixture.ts";
import { entryOf } from "./run-harness.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function evidenceContract(subject: SubjectOf): void {
  const store = () => subject().store;

  /** A run of one content that a runner takes and ends. */
  async function end(environment: string, content: Checksum, state: RunTransition): Promise<void> {
    const queue = unique("queue");
    await store().runs.create(newRun({ environment, content, queue }));
    const [claimed] = await store().runs.claim({ holder: "one", queues: [queue], limit: 1, leaseMs: 60_000 });
    if (claimed === undefined) throw new Error("nothing was claimed");
    await store().runs.write([{ ...entryOf(claimed.run.id, claimed.fencingToken), state }]);
  }

  const error = { type: "execution", message: "no" } as const;

  describe("how contents did", () => {
    test("by content, since it was first in force, whatever version it had; cancelled runs say nothing", async () => {
      const environment = unique("env");
      const greet = pipeline("greet");
      await applyNew(store(), environment, [greet]);
      const { pipelines } = await store().environments.loadApplied(environment);
      const since = pipelines.get("greet")?.since ?? "";
      await applyNew(store(), environment, [{ ...greet, version: "1.0.1" }]);
      const later = await store().environments.loadApplied(environment);
      const inForceSince = later.pipelines.get("greet")?.since ?? "";
      await end(environment, greet.content, { to: "completed", output: null });
      await end(environment, greet.content, { to: "failed", error });
      await end(environment, greet.content, { to: "cancelled", error: { ...error, type: "cancelled" } });
      await end(environment, digestOf("other"), { to: "failed", error });
      await end(unique("elsewhere"), greet.content, { to: "failed", error });
      await store().runs.create(newRun({ environment, content: greet.content, queue: unique("queue") }));
      const unknown = { slug: "greet", content: digestOf("unknown") };
      const foreign = { slug: "other", content: greet.content };
      const never = { since: null, inForceSince: null, endedMs: 0 };
      const nothing = { ...never, runs: 0, failed: 0, isQuarantined: false };
      expect(await store().evidence.loadSoak(environment, [unknown, greet, foreign])).toEqual([
        { ...unknown, ...nothing },
        {
          slug: "greet",
          content: greet.content,
          since,
          inForceSince,
          endedMs: Date.parse(inForceSince) - Date.parse(since),
          runs: 2,
          failed: 1,
          isQuarantined: false,
        },
        { ...foreign, ...nothing },
      ]);
      expect(await store().evidence.loadSoak(environment, [])).toEqual([]);
    });

    test("only while they were in force: what other content took the place of soaks no longer", async () => {
      const environment = unique("env");
      const greet = pipeline("greet");
      await applyNew(store(), environment, [greet]);
      const first = await store().environments.loadApplied(environment);
      await applyNew(store(), environment, [pipeline("greet", { version: "1.1.0", title: "Other" })]);
      const then = await store().environments.loadApplied(environment);
      const [since, left] = [first, then].map(({ pipelines }) => pipelines.get("greet")?.since ?? "");
      const [soaked] = await store().evidence.loadSoak(environment, [greet]);
      const endedMs = Date.parse(left ?? "") - Date.parse(since ?? "");
      expect(soaked).toMatchObject({ since, inForceSince: null, endedMs });
    });

    test("content that was taken out is known as such until that is lifted", async () => {
      const [environment, hold] = [unique("env"), unique("hold")];
      const greet = pipeline("greet");
      await applyNew(store(), environment, [greet]);
      await subject().sql(
        `INSERT INTO holds (id, environment, kind, reason, actor, at, lift_reason)
         VALUES ('${hold}', '${environment}', 'rollback', 'bad', '{}', '2026', '')`,
      );
      await subject().sql(
        `INSERT INTO quarantine (hold, environment, slug, content, version)
         VALUES ('${hold}', '${environment}', 'greet', '${greet.content}', '1.0.0')`,
      );
      const load = () => store().evidence.loadSoak(environment, [greet]);
      expect(await load()).toMatchObject([{ isQuarantined: true }]);
      await subject().sql(`UPDATE quarantine SET lifted_at = '2026' WHERE hold = '${hold}'`);
      expect(await load()).toMatchObject([{ isQuarantined: false }]);
    });
  });

  describe("what tests said", () => {
    test("is kept by manifest, the newest counts", async () => {
      const [one, other] = [digestOf(unique("manifest")), digestOf(unique("manifest"))];
      const passed = { slug: "greet", manifest: one, total: 3, failed: 0, because: "" };
      await store().evidence.saveTests([{ ...passed, failed: 2, because: "fails: 2 is not 3" }, passed]);
      expect(await store().evidence.loadTests([one, other])).toEqual([passed]);
      const failed = { ...passed, failed: 1, because: "fails: 2 is not 3" };
      await store().evidence.saveTests([failed]);
      expect(await store().evidence.loadTests([one])).toEqual([failed]);
      await store().evidence.saveTests([]);
      expect(await store().evidence.loadTests([])).toEqual([]);
    });
  });
}
