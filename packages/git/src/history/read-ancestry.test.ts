import fc from "fast-check";
import { expect, test } from "vitest";

import { findAncestry } from "./read-ancestry.ts";

interface Node {
  readonly parents: readonly number[];
  readonly at: number;
}

/** Commits whose parents come before them, with dates that need not agree with that. */
const histories = fc
  .array(fc.record({ parents: fc.array(fc.nat(), { maxLength: 3 }), at: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 2,
    maxLength: 14,
  })
  .map((nodes): readonly Node[] =>
    nodes.map((node, index) => ({
      at: node.at,
      parents: index === 0 ? [] : node.parents.map((parent) => parent % index),
    })),
  );

function reader(nodes: readonly Node[], missing: ReadonlySet<number> = new Set()) {
  return async (revision: string) => {
    const node = nodes[Number(revision)];
    if (node === undefined || missing.has(Number(revision))) return null;
    const committer = { name: "", email: "", at: `2026-01-0${node.at}T00:00:00.000Z` };
    return { parents: node.parents.map(String), committer };
  };
}

function ancestorsOf(nodes: readonly Node[], start: number): ReadonlySet<number> {
  const found = new Set([start]);
  for (const index of found) for (const parent of nodes[index]?.parents ?? []) found.add(parent);
  return found;
}

test("finds in any history what a search of all ancestors finds, whatever the dates", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), fc.nat(), async (nodes, first, second) => {
      const [base, head] = [first % nodes.length, second % nodes.length];
      const expected =
        base === head
          ? "same"
          : ancestorsOf(nodes, head).has(base)
            ? "ahead"
            : ancestorsOf(nodes, base).has(head)
              ? "behind"
              : "diverged";
      expect(await findAncestry(String(base), String(head), reader(nodes))).toBe(expected);
    }),
  );
});

test("never claims more than a history that is cut off can tell", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), fc.array(fc.nat()), async (nodes, first, cut) => {
      const head = nodes.length - 1;
      const base = first % head;
      const missing = new Set(cut.map((index) => index % head));
      const found = await findAncestry(String(base), String(head), reader(nodes, missing));
      const isAncestor = ancestorsOf(nodes, head).has(base);
      expect([isAncestor ? "ahead" : "diverged", "unknown"]).toContain(found);
    }),
  );
});

test("does not walk a long common history", async () => {
  const nodes: readonly Node[] = Array.from({ length: 5000 }, (_, index) => ({
    parents: index === 0 ? [] : [index === 4999 ? 4997 : index - 1],
    at: 1,
  }));
  let reads = 0;
  const found = await findAncestry("4998", "4999", async (revision) => {
    reads++;
    const commit = await reader(nodes)(revision);
    const at = new Date(1_700_000_000_000 + Number(revision) * 1000).toISOString();
    return commit && { ...commit, committer: { ...commit.committer, at } };
  });
  expect(found).toBe("diverged");
  expect(reads).toBeLessThan(20);
});
