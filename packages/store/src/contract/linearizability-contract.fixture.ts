import { type Actor, type AnsweredDeploy, type Approval, type Deploy, verifyChain } from "@lockstep/model";
import { describe, expect, test } from "vitest";

import { applicationOf, applyNew, deployOf, findings, takeLease, unique } from "./builders.fixture.ts";
import { replay } from "./replayed-round.fixture.ts";
import type { Subject, SubjectOf } from "./subject.fixture.ts";

const rounds = 24;

/** Who says what, all at once. */
const people: readonly (readonly [string, Approval["verdict"]])[] = [
  ["token:ada", "approved"],
  ["token:bob", "approved"],
  ["token:carol", "rejected"],
  ["token:dan", "broken-glass"],
];

const entryKinds = {
  approved: "approval-given",
  rejected: "rejection-given",
  "broken-glass": "glass-broken",
} as const;

export function linearizabilityContract(subject: SubjectOf): void {
  describe("people and the controller, all at once", () => {
    test(`leave one end that the ledger explains entry by entry, in ${rounds} rounds`, async () => {
      const ends = new Set<string>();
      for (let round = 0; round < rounds; round += 1) ends.add(await playRound(subject(), round));
      // A contest that always ends the same way would be none.
      expect(ends.size).toBeGreaterThan(1);
    });
  });
}

/** One plan that waits, and everybody who wants something of it. Returns how it ended. */
async function playRound({ store }: Subject, round: number): Promise<string> {
  const environment = unique("env");
  await store.environments.saveFindings(
    { slug: environment, title: environment, tier: "staging" },
    findings(),
  );
  await applyNew(store, environment, []);
  const deploy = deployOf({ environment, state: "waiting", sequence: 1 });
  const fencingToken = await takeLease(store, environment);
  await store.deploys.transition({ deploy, fencingToken, record: null, events: [], outbox: [] });

  const speakers = people.map(([id, verdict], at) => async () => {
    // A no ends everything, so it comes late in most rounds, or the others would never win.
    await pause(store, verdict === "rejected" ? (round % 6) * 12 : (round * 7 + at * 3) % 5);
    return speak({ store, deploy }, { id, verdict });
  });
  // In every other round somebody takes the environment back meanwhile.
  // In every other round somebody takes the environment back meanwhile.
  const isTakenBack = round % 2 === 1;
  const everybody = Promise.all([
    Promise.all(rotated(speakers, round).map((act) => act())),
    isTakenBack ? pause(store, round % 6).then(() => rollBack({ store, deploy })) : false,
  ]);
  await control({ store, deploy }, { fencingToken, until: everybody });
  const [answers, rolledBack] = await everybody;
  const end = await finish({ store, deploy }, fencingToken);

  const entries = await store.ledger.list(environment, 1, 100);
  expect(verifyChain(entries)).toMatchObject({ intact: true });
  const replayed = replay(entries.slice(1));
  expect({ end, rolledBack }).toEqual({ end: replayed.end, rolledBack: replayed.isRolledBack });
  for (const { id, verdict, answered } of answers) {
    const own = entries.filter(({ kind, body }) => kind === entryKinds[verdict] && isBy(body, id));
    expect(own).toHaveLength(answered.outcome === "accepted" ? 1 : 0);
    if (answered.outcome === "accepted") continue;
    expect(answered).toMatchObject({
      outcome: "closed",
      state: expect.stringMatching(/applied|rejected|superseded/),
    });
  }
  const kept = await store.deploys.listApprovals(deploy.plan.hash);
  expect(kept.map(({ actor }) => actor).toSorted()).toEqual(
    answers.flatMap(({ id, answered }) => (answered.outcome === "accepted" ? [id] : [])).toSorted(),
  );
  return end;
}

interface Contest {
  readonly store: Subject["store"];
  readonly deploy: Deploy;
}

interface Said {
  readonly id: string;
  readonly verdict: Approval["verdict"];
  readonly answered: AnsweredDeploy;
}

async function speak(
  { store, deploy }: Contest,
  { id, verdict }: { readonly id: string; readonly verdict: Approval["verdict"] },
): Promise<Said> {
  const actor: Actor = { kind: "token", id };
  const answered = await store.deploys.answer(deploy.id, {
    actor,
    verdict,
    planHash: deploy.plan.hash,
    reason: `${id} says so`,
  });
  return { id, verdict, answered };
}

/** The controller looks again and again until the deploy is over or everybody has spoken. */
async function control(
  contest: Contest,
  { fencingToken, until }: { readonly fencingToken: number; readonly until: Promise<unknown> },
): Promise<void> {
  const silence = until.then(() => true);
  for (;;) {
    if ((await lookOnce(contest, fencingToken)) !== null) return;
    if (await Promise.race([silence, new Promise<false>((resolve) => setImmediate(resolve, false))])) return;
  }
}

/** Reads, decides, and writes only if nobody did anything meanwhile. `null` while it goes on. */
async function lookOnce({ store, deploy }: Contest, fencingToken: number): Promise<string | null> {
  const { sequence, acts } = await store.environments.loadApplied(deploy.environment);
  const approvals = await store.deploys.listApprovals(deploy.plan.hash);
  if (approvals.some(({ verdict }) => verdict === "rejected"))
    return settle({ store, deploy }, "rejected", fencingToken);
  if (sequence > 1) return settle({ store, deploy }, "superseded", fencingToken);
  if (approvals.length === 0) return null;
  const approvers = approvals.map(({ actor }) => actor);
  const record = { kind: "applied", body: { actor: { id: "controller" }, approvers } } as const;
  const { outcome } = await store.deploys.apply(
    applicationOf({ ...deploy, state: "applied" }, [], { fencingToken, expectedActs: acts, record }),
  );
  return outcome === "applied" ? outcome : null;
}

async function settle(
  { store, deploy }: Contest,
  state: "rejected" | "superseded",
  fencingToken: number,
): Promise<string> {
  const record = { kind: state, body: { actor: { id: "controller" } } };
  await store.deploys.transition({
    deploy: { ...deploy, state },
    fencingToken,
    record,
    events: [],
    outbox: [],
  });
  return state;
}

/** A person's rollback: no lease, only the compare-and-set. */
async function rollBack({ store, deploy: { environment } }: Contest): Promise<boolean> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const { sequence, acts } = await store.environments.loadApplied(environment);
    const back: Deploy = { ...deployOf({ environment, sequence }), intent: "rollback" };
    const record = { kind: "rolled-back", body: { actor: { id: "token:eve" } } } as const;
    const { outcome } = await store.deploys.apply(
      applicationOf(back, [], { fencingToken: null, expectedActs: acts, record }),
    );
    if (outcome === "applied") return true;
  }
  return false;
}

/** The controller's last looks, once everybody has spoken. */
async function finish(contest: Contest, fencingToken: number): Promise<string> {
  const stored = await contest.store.deploys.load(contest.deploy.id);
  if (stored !== null && stored.state !== "waiting") return stored.state;
  return (await lookOnce(contest, fencingToken)) ?? "waiting";
}

/** Lets others go first by so many writes. */
async function pause({ environments }: Subject["store"], turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await environments.raiseHint("nowhere");
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function isBy(body: object, id: string): boolean {
  return (body as { readonly actor?: { readonly id?: string } }).actor?.id === id;
}
