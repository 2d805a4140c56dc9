import type { ClaimedRun } from "@lockstep/model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  admissionHarness,
  type AdmissionHarness,
  type Policy,
  storeBeside,
} from "./admission-harness.fixture.ts";
import { past } from "./run-harness.fixture.ts";
import type { Subject, SubjectOf } from "./subject.fixture.ts";

const limits: Policy = {
  quotas: { concurrentRuns: 4, queuedRuns: 12 },
  teams: { a: { concurrentRuns: 2, queuedRuns: 6, priority: 9 }, b: { concurrentRuns: 3 } },
  pipelines: { tight: { concurrentRuns: 1, queuedRuns: 5 } },
};

/** Largest number of runs of one concurrency key. */
const keyLimit = 2;

type Command =
  | {
      readonly kind: "create";
      readonly team: string;
      readonly slug: string;
      readonly key: string | undefined;
      readonly onLimit: "queue" | "reject" | "cancel-oldest";
    }
  | { readonly kind: "claim"; readonly limit: number }
  | { readonly kind: "end" | "park" | "expire" | "release"; readonly which: number }
  | { readonly kind: "wake" | "cancel"; readonly which: number };

const which = fc.nat(20);

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("create" as const),
      team: fc.constantFrom("a", "b"),
      slug: fc.constantFrom("wide", "tight"),
      key: fc.constantFrom(undefined, "x", "y"),
      onLimit: fc.constantFrom("queue" as const, "reject" as const, "cancel-oldest" as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("claim" as const), limit: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("end" as const, "park" as const, "expire" as const, "release" as const),
      which,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("wake" as const, "cancel" as const), which }) },
);

interface Row {
  readonly id: string;
  readonly account: string;
  readonly slug: string;
  readonly state: string;
  readonly concurrency_key: string | null;
  readonly ready: number | null;
  readonly due_at: string | null;
}

export function admissionProperties(subject: SubjectOf): void {
  describe("admission under any sequence of events", () => {
    test("exceeds no limit, and starves nothing that could run", async () => {
      const check = async (commands: readonly Command[]) => {
        const walk = await startWalk(subject);
        for (const each of commands) {
          await walk.take(each);
          assertLimits(await walk.rows());
        }
        await walk.claimAll();
        assertNothingStarves(await walk.rows());
        await walk.drain();
        expect((await walk.rows()).filter(({ state }) => state === "queued")).toEqual([]);
      };
      const sequence = fc.array(command, { minLength: 5, maxLength: 40 });
      await fc.assert(fc.asyncProperty(sequence, check), { numRuns: 12 });
    });
  });
}

function count(rows: readonly Row[], matches: (row: Row) => boolean): number {
  return rows.filter(matches).length;
}

/** A parked run that is cancelled is taken beyond the limits, only to be ended: the walk ends it at once. */
function assertLimits(rows: readonly Row[]): void {
  const running = rows.filter(({ state }) => state === "running");
  expect(running.length).toBeLessThanOrEqual(4);
  expect(count(running, ({ account }) => account === "a")).toBeLessThanOrEqual(2);
  expect(count(running, ({ account }) => account === "b")).toBeLessThanOrEqual(3);
  expect(count(running, ({ slug }) => slug === "tight")).toBeLessThanOrEqual(1);
  for (const key of keysOf(rows)) expect(active(rows, key)).toBeLessThanOrEqual(keyLimit);
  const waiting = rows.filter(({ ready }) => ready !== null);
  expect(count(waiting, ({ account, state }) => account === "a" && state === "queued")).toBeLessThanOrEqual(
    6,
  );
}

function keysOf(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ concurrency_key }) => concurrency_key ?? []));
}

function active(rows: readonly Row[], key: string): number {
  return count(
    rows,
    ({ concurrency_key, state, ready }) =>
      concurrency_key === key &&
      (state === "running" || state === "waiting" || (state === "queued" && ready === 1)),
  );
}

/** After a claim that had places for all. */
function assertNothingStarves(rows: readonly Row[]): void {
  const running = rows.filter(({ state }) => state === "running");
  const isFull = (row: Row) =>
    running.length >= 4 ||
    count(running, ({ account }) => account === row.account) >= (row.account === "a" ? 2 : 3) ||
    (row.slug === "tight" && count(running, ({ slug }) => slug === "tight") >= 1);
  const couldRun = rows.filter((row) => row.ready === 1 && !isFull(row));
  expect(couldRun).toEqual([]);
  const held = rows.filter(({ state, ready }) => state === "queued" && ready === 0);
  expect(held.filter(({ concurrency_key }) => active(rows, concurrency_key ?? "") < keyLimit)).toEqual([]);
}

async function startWalk(subject: SubjectOf) {
  const org = await admissionHarness(subject, limits);
  const stores = [subject().store, storeBeside(subject())];
  const held = new Map<string, ClaimedRun>();
  let taken = 0;

  const rows = () => rowsOf(subject(), org);
  const oneOf = async (state: string, at: number) => {
    const some = (await rows()).filter((row) => row.state === state);
    return some[at % Math.max(1, some.length)];
  };

  /** Ends what was cancelled, as a runner does, and says whether there was any. */
  async function claim(limit: number): Promise<boolean> {
    taken += 1;
    let hasEnded = false;
    for (const claimed of await org.claim(limit, stores[taken % 2])) {
      held.set(claimed.run.id, claimed);
      if (!claimed.run.cancelRequested) continue;
      await end(claimed);
      hasEnded = true;
    }
    return hasEnded;
  }

  /** Claims until no end of a cancelled run makes room for another one. */
  async function claimAll(): Promise<void> {
    while (await claim(100));
  }

  async function end(claimed: ClaimedRun): Promise<void> {
    held.delete(claimed.run.id);
    await org.complete(claimed, stores[taken % 2]);
  }

  async function touch(kind: "end" | "park" | "expire" | "release", claimed: ClaimedRun): Promise<void> {
    const { id } = claimed.run;
    if (kind === "end") return end(claimed);
    held.delete(id);
    if (kind === "park") return org.park(claimed, null);
    await subject().sql(
      kind === "expire"
        ? `UPDATE runs SET due_at = '${past}' WHERE id = '${id}'`
        : `UPDATE runs SET due_at = '${past}', holder = NULL WHERE id = '${id}'`,
    );
  }

  return {
    rows,
    claimAll,
    take: async (given: Command): Promise<void> => {
      switch (given.kind) {
        case "create": {
          const { kind: _, key, ...more } = given;
          const refused = await org
            .create({ ...more, limit: keyLimit, ...(key === undefined ? {} : { key }) })
            .then(
              () => null,
              (thrown: unknown) => thrown,
            );
          if (refused !== null) expect(refused).toMatchObject({ kind: "quota-exceeded" });
          return;
        }
        case "claim":
          await claim(given.limit);
          return;
        case "wake": {
          const row = await oneOf("waiting", given.which);
          if (row?.ready === null)
            await subject().sql(`UPDATE runs SET due_at = '${past}' WHERE id = '${row.id}'`);
          return;
        }
        case "cancel": {
          const row = (await rows()).filter(({ state }) => state === "queued").at(given.which % 3);
          if (row !== undefined) await subject().store.runs.requestCancel(row.id);
          return;
        }
        case "end":
        case "park":
        case "expire":
        case "release": {
          const claimed = [...held.values()].at(given.which % Math.max(1, held.size));
          if (claimed !== undefined) await touch(given.kind, claimed);
        }
      }
    },
    /** Ends and claims until nothing moves any more; parked runs are woken. */
    drain: async (): Promise<void> => {
      await subject().sql(
        `UPDATE runs SET due_at = '${past}'
         WHERE environment = '${org.environment}' AND ready IS NULL AND state IN ('running', 'waiting')`,
      );
      do {
        for (const claimed of held.values()) await end(claimed);
        await claim(100);
      } while (held.size > 0);
    },
  };
}

async function rowsOf(subject: Subject, { environment }: AdmissionHarness): Promise<readonly Row[]> {
  const rows = await subject.sql(
    `SELECT id, account, slug, state, concurrency_key, ready, due_at FROM runs WHERE environment = '${environment}'`,
  );
  return rows.map((row) => ({
    ...row,
    ready: row["ready"] === null ? null : Number(row["ready"]),
  })) as unknown as Row[];
}
