import { type Deploy, type DeployState, verifyChain } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { applyNew, deployOf, revisionOf, takeLease, unique } from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

export function deployContract(subject: SubjectOf): void {
  const deploys = () => subject().store.deploys;

  async function write(deploy: Deploy, record: "refused" | "superseded" | null = null) {
    const fencingToken = await takeLease(subject().store, deploy.environment);
    return deploys().transition({
      deploy,
      fencingToken,
      record: record === null ? null : { kind: record, body: { planHash: deploy.plan.hash } },
      events: [],
      outbox: [{ topic: "deploy", target: deploy.environment, body: { state: deploy.state } }],
    });
  }

  describe("deploys", () => {
    test("a deploy is written once and then moves from state to state", async () => {
      const planned = deployOf({ environment: unique("env"), state: "planned" });
      expect(await write(planned)).toBe("written");
      await write({ ...planned, state: "refused", because: "It breaks a rule.", verdicts: [] }, "refused");
      const stored = await deploys().load(planned.id);
      expect(stored).toMatchObject({
        state: "refused",
        because: "It breaks a rule.",
        verdicts: [],
        plan: planned.plan,
      });
      expect(stored?.commit).toEqual(planned.commit);
      const records = await subject().store.ledger.list(planned.environment, 1, 10);
      expect(records).toMatchObject([{ kind: "refused", deploy: planned.id, position: 1 }]);
      expect(await deploys().listRecordsOf(planned.id)).toEqual(records);
    });

    test("a transition with an old token writes nothing", async () => {
      const deploy = deployOf({ environment: unique("env"), state: "planned" });
      const transition = { deploy, record: null, events: [], outbox: [] };
      expect(await deploys().transition({ ...transition, fencingToken: 1 })).toBe("fenced");
      const fencingToken = await takeLease(subject().store, deploy.environment);
      expect(await deploys().transition({ ...transition, fencingToken: fencingToken + 1 })).toBe("fenced");
      expect(await deploys().load(deploy.id)).toBeNull();
    });

    test("records of one environment are chained without gaps, however many write at once", async () => {
      const environment = unique("env");
      const written = Array.from({ length: 12 }, () => deployOf({ environment, state: "refused" }));
      await Promise.all(written.map((deploy) => write(deploy, "refused")));
      const records = await subject().store.ledger.list(environment, 1, 100);
      expect(verifyChain(records)).toMatchObject({ intact: true, length: 12 });
      expect(await subject().store.ledger.list(environment, 11, 1)).toEqual([records[10]]);
    });

    test("a revision without changes moves what is applied and is noted", async () => {
      const environment = unique("env");
      await applyNew(subject().store, environment, []);
      const fencingToken = await takeLease(subject().store, environment);
      const move = { environment, fencingToken, revision: revisionOf("b"), controlRevision: revisionOf("c") };
      const rest = { body: { revision: revisionOf("b") }, events: [] };
      expect(await deploys().noteRevision({ ...move, ...rest, expectedSequence: 0 })).toBe("conflict");
      expect(await deploys().noteRevision({ ...move, ...rest, expectedSequence: 1 })).toBe("written");
      expect(await deploys().noteRevision({ ...move, ...rest, expectedSequence: 1, fencingToken: 99 })).toBe(
        "fenced",
      );
      expect(await subject().store.environments.loadApplied(environment)).toMatchObject({
        sequence: 1,
        revision: revisionOf("b"),
        controlRevision: revisionOf("c"),
      });
      const records = await subject().store.ledger.list(environment, 1, 10);
      expect(records.map(({ kind }) => kind)).toEqual(["applied", "noted"]);
      expect(verifyChain(records).intact).toBe(true);
    });

    test.each<[DeployState, boolean]>([
      ["planned", true],
      ["waiting", true],
      ["applying", true],
      ["failed", true],
      ["applied", false],
      ["refused", false],
      ["rejected", false],
      ["superseded", false],
    ])("a deploy that is %s is open: %s", async (state, isOpen) => {
      const deploy = deployOf({ environment: unique("env"), state });
      await write(deploy);
      expect((await deploys().loadOpen(deploy.environment))?.id ?? null).toBe(isOpen ? deploy.id : null);
    });

    test("deploys are listed newest first and by environment, state and revision", async () => {
      const environment = unique("env");
      const made = [
        deployOf({ environment, state: "applied", revision: revisionOf("d") }),
        deployOf({ environment, state: "refused", revision: revisionOf("d") }),
        deployOf({ environment, state: "applied", revision: revisionOf("e") }),
      ];
      for (const deploy of made) await write(deploy);
      const [first, second, third] = made.map(({ id }) => id);
      const list = async (states: readonly DeployState[], revision: string | null) =>
        (await deploys().list({ environment, states, revision }, { limit: 9, cursor: null })).items.map(
          ({ id }) => id,
        );
      expect(await list([], null)).toEqual([third, second, first]);
      expect(await list(["applied"], null)).toEqual([third, first]);
      expect(await list(["applied", "refused"], revisionOf("d"))).toEqual([second, first]);
      const page = await deploys().list(
        { environment, states: [], revision: null },
        { limit: 2, cursor: null },
      );
      const rest = await deploys().list(
        { environment, states: [], revision: null },
        { limit: 2, cursor: page.next },
      );
      expect([page.items.length, rest.items.map(({ id }) => id), rest.next]).toEqual([2, [first], null]);
    });

    test("approvals are kept in order, each bound to the plan's hash", async () => {
      const deploy = deployOf({ environment: unique("env"), state: "waiting" });
      await write(deploy);
      const approval = {
        actor: { kind: "user", id: "github:ada" },
        verdict: "approved",
        planHash: deploy.plan.hash,
        reason: "",
      } as const;
      const first = await deploys().answer(deploy.id, approval);
      const second = await deploys().answer(deploy.id, {
        ...approval,
        verdict: "rejected",
        reason: "Not today.",
      });
      expect(first).toMatchObject({ approval: { ...approval, actor: "github:ada" } });
      const kept = await deploys().listApprovals(deploy.id);
      expect([first, second]).toEqual(kept.map((one) => ({ outcome: "accepted", approval: one })));
    });

    test("the first rejection ends a plan before the controller has written so", async () => {
      const deploy = deployOf({ environment: unique("env"), state: "waiting" });
      await write(deploy);
      const said = { actor: { kind: "user", id: "github:ada" }, planHash: deploy.plan.hash } as const;
      await deploys().answer(deploy.id, { ...said, verdict: "rejected", reason: "Not today." });
      for (const verdict of ["approved", "rejected", "broken-glass"] as const) {
        expect(await deploys().answer(deploy.id, { ...said, verdict, reason: "" })).toEqual({
          outcome: "closed",
          state: "rejected",
          because: "Not today.",
        });
      }
      expect(await deploys().listApprovals(deploy.id)).toHaveLength(1);
    });

    test("an approval of no deploy is refused by name", async () => {
      const actor = { kind: "user", id: "github:ada" } as const;
      const approval = { actor, verdict: "approved", planHash: "x", reason: "" } as const;
      await expect(deploys().answer("nothing", approval)).rejects.toMatchObject({ kind: "not-found" });
    });

    test("undelivered messages to one target are coalesced to the newest", async () => {
      const deploy = deployOf({ environment: unique("env"), state: "planned" });
      const before = await subject().store.outbox.counts();
      await write(deploy);
      await write({ ...deploy, state: "waiting" });
      const after = await subject().store.outbox.counts();
      expect(after.pending - before.pending).toBe(1);
      const rows = await subject().sql(`SELECT body FROM outbox WHERE target = '${deploy.environment}'`);
      expect(rows).toEqual([{ body: '{"state":"waiting"}' }]);
    });
  });
}
