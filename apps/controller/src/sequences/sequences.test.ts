import { verifyChain } from "@lockstep/model";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { lookAndCompare, push, type Scene, sequences } from "./commands.fixture.ts";
import { openPostgres, openSqlite, type OpenDatabase } from "./databases.fixture.ts";
import { Reference, type ReferencePolicy } from "./reference.fixture.ts";
import { World } from "./world.fixture.ts";

/** `SEQUENCES=10000` plays so many on SQLite, and a tenth of them on PostgreSQL. */
const wanted = Number(process.env["SEQUENCES"] ?? 150);
const counts = { sqlite: wanted, postgres: Math.ceil(wanted / 10) };

const policies: fc.Arbitrary<ReferencePolicy> = fc.record({
  approvals: fc.constantFrom(0 as const, 1 as const),
  hasWindows: fc.boolean(),
  forcePush: fc.constantFrom("refuse" as const, "allow" as const),
});

describe.each(["sqlite", "postgres"] as const)("any sequence of events on %s", (dialect) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = dialect === "sqlite" ? await openSqlite() : await openPostgres(inject("postgresUrl"));
  });
  afterAll(() => database.close());

  test("ends where a small reference says", { timeout: 3_600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(policies, sequences(20), async (policy, commands) => {
        const world = new World(database, policy);
        try {
          await play(database, { world, policy, commands });
        } finally {
          await world.leave();
        }
      }),
      { numRuns: counts[dialect] },
    );
  });
});

interface Sequence {
  readonly world: World;
  readonly policy: ReferencePolicy;
  readonly commands: Iterable<fc.AsyncCommand<Reference, Scene>>;
}

async function play(database: OpenDatabase, { world, policy, commands }: Sequence): Promise<void> {
  const reference = new Reference(policy);
  const scene: Scene = { world, wishes: new Map(), branch: [], releases: 0, commits: 0 };
  const first = ["a", "b"].map((letter) => [letter, { version: 0, text: "Take 0" }] as const);
  push(scene, { pieces: new Map(first), isBroken: false });
  await lookAndCompare(reference, scene);
  await fc.asyncModelRun(() => ({ model: reference, real: scene }), commands);
  await expectProof(database, world);
}

/** Versions keep their content, every applied state has its entry, and the chain says so. */
async function expectProof({ store }: OpenDatabase, { slug, pipeline }: World): Promise<void> {
  const entries = await store.ledger.list(slug, 1, 10_000);
  expect(verifyChain(entries)).toMatchObject({ intact: true });
  const { sequence } = await store.environments.loadApplied(slug);
  const moves = entries.filter(({ kind }) => kind === "applied" || kind === "rolled-back");
  expect(moves).toHaveLength(sequence);
  void pipeline;
}
