import fc from "fast-check";
import { expect, test } from "vitest";

import { findFirstParents } from "./first-parents.ts";

/** Parents of each commit, all of which come before it. */
const histories = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 2, maxLength: 14 })
  .map((nodes) =>
    nodes.map((parents, index) => (index === 0 ? [] : parents.map((parent) => parent % index))),
  );

type History = readonly (readonly number[])[];

function reader(history: History, missing: ReadonlySet<number> = new Set()) {
  return async (revision: string) => {
    const parents = history[Number(revision)];
    if (parents === undefined || missing.has(Number(revision))) return null;
    const committer = { name: "", email: "", at: "2026-01-01T00:00:00.000Z" };
    return { revision, parents: parents.map(String), bytes: Buffer.from(revision), committer };
  };
}

function ancestorsOf(history: History, start: number): ReadonlySet<number> {
  const found = new Set([start]);
  for (const index of found) for (const parent of history[index] ?? []) found.add(parent);
  return found;
}

/** As `git rev-list --first-parent to ^from`, with `to` always among them. */
function expected(history: History, from: number, to: number): readonly string[] {
  if (from === to) return [];
  const contained = ancestorsOf(history, from);
  const chain: string[] = [];
  for (let next: number | undefined = to; next !== undefined; next = history[next]?.[0]) {
    if (next !== to && contained.has(next)) break;
    chain.push(String(next));
  }
  return chain;
}

const revisionsOf = (found: Awaited<ReturnType<typeof findFirstParents>>) =>
  found === "unknown" ? found : found.map(({ revision }) => revision);

test("finds in any history what a search of everything finds", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), fc.nat(), async (history, first, second) => {
      const [from, to] = [first % history.length, second % history.length];
      const range = { from: String(from), to: String(to), limit: 20 };
      const found = await findFirstParents({ ...range, isFinal: true, readCommit: reader(history) });
      expect(revisionsOf(found)).toEqual(expected(history, from, to));
    }),
    { numRuns: 500 },
  );
});

test("never leaves a commit out because history is cut off", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ history: histories, first: fc.nat(), cut: fc.array(fc.nat()), isFinal: fc.boolean() }),
      async ({ history, first, cut, isFinal }) => {
        const to = history.length - 1;
        const from = first % to;
        const missing = new Set(cut.map((index) => index % to));
        const range = { from: String(from), to: String(to), limit: 20 };
        const readCommit = reader(history, missing);
        const found = revisionsOf(await findFirstParents({ ...range, isFinal, readCommit }));
        if (found === "unknown") return;
        for (const revision of expected(history, from, to)) expect(found).toContain(revision);
      },
    ),
    { numRuns: 500 },
  );
});

test("refuses more commits than the limit, and takes exactly as many", async () => {
  const history = Array.from({ length: 12 }, (_, index) => (index === 0 ? [] : [index - 1]));
  const between = (from: string, limit: number) =>
    findFirstParents({ from, to: "11", limit, isFinal: true, readCommit: reader(history) });
  await expect(between("0", 10)).rejects.toMatchObject({ kind: "limit-exceeded" });
  expect(revisionsOf(await between("1", 10))).toHaveLength(10);
});

test("gives the newest alone when there is nothing to begin at", async () => {
  const range = { from: null, to: "1", limit: 10 };
  const found = await findFirstParents({ ...range, isFinal: false, readCommit: reader([[], [0]]) });
  expect(revisionsOf(found)).toEqual(["1"]);
});
