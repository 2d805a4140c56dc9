import type { Commit } from "@lockstep/model";
import fc from "fast-check";
import { expect, test } from "vitest";

import { findContained } from "./contained.ts";

/** Parents of each commit, all of which come before it, and the minute at which it was made. */
const histories = fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.integer({ min: 0, max: 59 })), {
  minLength: 2,
  maxLength: 14,
});

type History = readonly (readonly [readonly number[], number])[];

const parentsOf = (history: History, index: number) =>
  index === 0 ? [] : (history[index]?.[0] ?? []).map((parent) => parent % index);

function reader(history: History, minuteOf: (index: number) => number, missing = new Set<number>()) {
  return async (revision: string): Promise<Commit | null> => {
    const index = Number(revision);
    if (!(index < history.length) || missing.has(index)) return null;
    const at = new Date(Date.UTC(2026, 0, 1, 0, minuteOf(index))).toISOString();
    const person = { name: "", email: "", at };
    const parents = parentsOf(history, index).map(String);
    return { revision, parents, message: revision, author: person, committer: person };
  };
}

function ancestorsOf(history: History, start: number): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const index of reached) for (const parent of parentsOf(history, index)) reached.add(parent);
  return reached;
}

function expected(history: History, from: number, to: number): readonly string[] {
  const contained = ancestorsOf(history, from);
  return [...ancestorsOf(history, to)].filter((index) => !contained.has(index)).map(String).toSorted();
}

const revisionsOf = (found: Awaited<ReturnType<typeof findContained>>) =>
  found === "unknown" ? found : found.map(({ revision }) => revision).toSorted();

test.each([
  ["of one minute", () => 0],
  ["in order", (index: number) => index],
])("finds in any history %s what a search of everything finds", async (_, minuteOf) => {
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), fc.nat(), async (history, first, second) => {
      const [from, to] = [first % history.length, second % history.length];
      const range = { from: String(from), to: String(to), limit: 20 };
      const found = await findContained({ ...range, isFinal: true, readCommit: reader(history, minuteOf) });
      expect(revisionsOf(found)).toEqual(expected(history, from, to));
    }),
  );
});

test("wrong dates never make it miss a commit", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), fc.nat(), async (history, first, second) => {
      const [from, to] = [first % history.length, second % history.length];
      const readCommit = reader(history, (index) => history[index]?.[1] ?? 0);
      const range = { from: String(from), to: String(to), limit: 20 };
      const found = revisionsOf(await findContained({ ...range, isFinal: true, readCommit }));
      expect(found).toEqual(expect.arrayContaining([...expected(history, from, to)]));
    }),
  );
});

test("never tells of a history that ends too early", async () => {
  const set = fc.uniqueArray(fc.nat({ max: 13 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(histories, set, async (history, lost) => {
      const [from, to] = [0, history.length - 1];
      const readCommit = reader(history, (index) => index, new Set(lost.map((one) => one % history.length)));
      const range = { from: String(from), to: String(to), limit: 20 };
      const found = revisionsOf(await findContained({ ...range, isFinal: false, readCommit }));
      if (found !== "unknown") expect(found).toEqual(expected(history, from, to));
    }),
  );
});

test("a first plan brings its own commit alone, and too many commits are refused", async () => {
  const line: History = Array.from({ length: 10 }, (_, index) => [index === 0 ? [] : [index - 1], 0] as const);
  const readCommit = reader(line, (index) => index);
  const find = (from: string | null, limit: number) =>
    findContained({ from, to: "9", limit, isFinal: true, readCommit });
  expect(revisionsOf(await find(null, 1))).toEqual(["9"]);
  expect(revisionsOf(await find("0", 9))).toHaveLength(9);
  await expect(find("0", 8)).rejects.toMatchObject({ kind: "limit-exceeded" });
});
