import { type Actor, controllerActor, type NewHold, verifyChain } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import {
  applicationOf,
  applyNew,
  deployOf,
  digestOf,
  pipeline,
  takeLease,
  unique,
} from "./builders.fixture.ts";
import type { SubjectOf } from "./subject.fixture.ts";

const ada: Actor = { kind: "user", id: "github:ada" };
const bob: Actor = { kind: "user", id: "github:bob" };
const bad = { slug: "greet", content: digestOf("bad"), version: "1.1.0" };

function holdOn(environment: string, more: Partial<NewHold> = {}): NewHold {
  const pause = { kind: "pause", reason: "Stock-taking.", actor: ada, deploy: null, quarantine: [] } as const;
  return { environment, ...pause, ...more };
}

export function holdContract(subject: SubjectOf): void {
  const holds = () => subject().store.holds;

  /** An environment that was applied once. */
  async function appliedEnvironment(): Promise<string> {
    const environment = unique("env");
    await applyNew(subject().store, environment, [pipeline(unique("pipe"))]);
    return environment;
  }

  const actsOf = async (environment: string) =>
    (await subject().store.environments.loadApplied(environment)).acts;

  const entriesOf = async (environment: string) =>
    (await subject().store.ledger.list(environment, 1, 100)).slice(1);

  describe("holds", () => {
    test("one that is placed is in force, an act, an entry and a hint", async () => {
      const environment = await appliedEnvironment();
      await subject().store.environments.takeHints();
      const hold = await holds().place(holdOn(environment, { kind: "rollback", quarantine: [bad] }));
      expect(hold).toMatchObject({ environment, kind: "rollback", actor: ada, liftedAt: null });
      expect(await holds().loadInForce(environment)).toEqual({
        holds: [hold],
        quarantine: [
          { ...bad, environment, hold: hold.id, reason: "Stock-taking.", actor: ada, since: hold.at },
        ],
      });
      expect(await actsOf(environment)).toBe(1);
      expect(await entriesOf(environment)).toMatchObject([
        { kind: "held", body: { actor: ada, reason: "Stock-taking.", quarantine: [bad] } },
      ]);
      expect(await subject().store.environments.takeHints()).toContain(environment);
    });

    test("an apply that was decided before it is a conflict", async () => {
      const environment = await appliedEnvironment();
      const fencingToken = await takeLease(subject().store, environment);
      const application = applicationOf(deployOf({ environment, sequence: 1 }), [], { fencingToken });
      await holds().place(holdOn(environment));
      expect(await subject().store.deploys.apply(application)).toEqual({ outcome: "conflict" });
    });

    test("a person lifts it with its quarantine, and whoever comes second lifts nothing", async () => {
      const environment = await appliedEnvironment();
      const hold = await holds().place(holdOn(environment, { kind: "rollback", quarantine: [bad] }));
      const lift = (actor: Actor) =>
        holds().lift({ environment, holds: null, actor, reason: "It was something else." });
      const answers = await Promise.all([lift(ada), lift(bob)]);
      const [lifted] = answers.filter((answer) => answer.length > 0);
      expect(answers.map(({ length }) => length).toSorted()).toEqual([0, 1]);
      expect(lifted).toMatchObject([{ id: hold.id, liftReason: "It was something else." }]);
      expect(await holds().loadInForce(environment)).toEqual({ holds: [], quarantine: [] });
      expect(await actsOf(environment)).toBe(2);
      expect(await entriesOf(environment)).toMatchObject([
        { kind: "held" },
        { kind: "resumed", body: { actor: lifted?.[0]?.liftedBy, holds: [hold.id], quarantine: [bad] } },
      ]);
    });

    test("only those that are named are lifted, and none of another environment", async () => {
      const environment = await appliedEnvironment();
      const other = await holds().place(holdOn(await appliedEnvironment()));
      const [first, second] = [
        await holds().place(holdOn(environment)),
        await holds().place(holdOn(environment)),
      ];
      const lifted = await holds().lift({
        environment,
        holds: [first.id, other.id],
        actor: bob,
        reason: "Over.",
      });
      expect(lifted.map(({ id }) => id)).toEqual([first.id]);
      expect((await holds().loadInForce(environment)).holds).toEqual([second]);
      expect((await holds().loadInForce(other.environment)).holds).toEqual([other]);
    });

    test("one that lifts itself leaves its quarantine until a person names it", async () => {
      const environment = await appliedEnvironment();
      const hold = await holds().place(holdOn(environment, { kind: "rollback", quarantine: [bad] }));
      expect(await holds().liftByItself(hold, "The branch moved on.")).toBe(true);
      expect(await holds().liftByItself(hold, "The branch moved on.")).toBe(false);
      const left = await holds().loadInForce(environment);
      expect([left.holds, left.quarantine.map(({ content }) => content)]).toEqual([[], [bad.content]]);
      expect(await holds().lift({ environment, holds: null, actor: ada, reason: "All." })).toEqual([]);
      const request = { environment, holds: [hold.id], actor: ada, reason: "It was fine." };
      expect(await holds().lift(request)).toMatchObject([
        { id: hold.id, liftedBy: controllerActor, liftReason: "The branch moved on." },
      ]);
      expect(await holds().lift(request)).toEqual([]);
      expect((await holds().loadInForce(environment)).quarantine).toEqual([]);
      const entries = await subject().store.ledger.list(environment, 1, 100);
      expect(entries.map(({ kind }) => kind)).toEqual(["applied", "held", "hold-lifted", "resumed"]);
      expect(verifyChain(entries)).toMatchObject({ intact: true });
      expect(await actsOf(environment)).toBe(3);
    });

    test("all of them are listed, newest first", async () => {
      const environment = await appliedEnvironment();
      const first = await holds().place(holdOn(environment));
      await holds().lift({ environment, holds: null, actor: bob, reason: "Over." });
      const second = await holds().place(holdOn(environment));
      const page = await holds().list(environment, { limit: 1, cursor: null });
      const rest = await holds().list(environment, { limit: 1, cursor: page.next });
      expect([page.items, rest.next]).toEqual([[second], null]);
      expect(rest.items).toMatchObject([{ id: first.id, liftedBy: bob, liftReason: "Over." }]);
    });
  });
}
