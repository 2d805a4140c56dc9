import fc from "fast-check";
import { expect, test } from "vitest";

import { changesAndNeighbours } from "./changes-and-neighbours.ts";
import { graphOfPipeline } from "./graph-of-pipeline.ts";
import { layOutGraph } from "./lay-out-graph.ts";
import { sideOf, uniteGraphs } from "./unite-graphs.ts";

const step = (id: string, dependsOn: readonly string[] = [], more: object = {}) => ({
  id,
  type: "http",
  dependsOn,
  ...more,
});
const unite = (before: readonly object[], after: readonly object[]) =>
  uniteGraphs(graphOfPipeline({ steps: before }), graphOfPipeline({ steps: after }));

test("says what was added, removed, changed and stayed", () => {
  const { nodes, edges } = unite(
    [step("fetch"), step("pay", ["fetch"], { timeout: "5m" }), step("fax", ["pay"])],
    [step("fetch"), step("pay", ["fetch"], { timeout: "1m" }), step("mail", ["pay"])],
  );
  expect(nodes.map(({ id, change }) => [id, change])).toEqual([
    ["fetch", "same"],
    ["pay", "changed"],
    ["fax", "removed"],
    ["mail", "added"],
  ]);
  expect(edges.map(({ id, change }) => [id, change])).toEqual([
    ["fetch→pay", "same"],
    ["pay→mail", "added"],
    ["pay→fax", "removed"],
  ]);
  expect(nodes[1]?.fields).toEqual([{ field: "timeout", before: "5m", after: "1m" }]);
});

test("fields are named from the step inwards; a list is compared as a whole", () => {
  const { nodes } = unite(
    [step("a", [], { with: { url: "https://a", headers: { x: "1" }, expect: [200] } })],
    [step("a", [], { with: { url: "https://b", headers: { x: "1", y: "2" }, expect: [200, 201] } })],
  );
  expect(nodes[0]?.fields).toEqual([
    { field: "with.expect", before: [200], after: [200, 201] },
    { field: "with.headers.y", before: undefined, after: "2" },
    { field: "with.url", before: "https://a", after: "https://b" },
  ]);
});

test("a place on a canvas is no difference, nor is the order of names", () => {
  const { nodes } = unite(
    [step("a", [], { position: { x: 1, y: 1 }, with: { x: [{ a: 1, b: 2 }] } })],
    [step("a", [], { position: null, with: { x: [{ b: 2, a: 1 }] } })],
  );
  expect(nodes[0]?.change).toBe("same");
});

const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
const pipeline = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }).chain((chosen) =>
  fc.tuple(
    ...chosen.map((id, index) =>
      fc.record({
        id: fc.constant(id),
        type: fc.constantFrom("http", "set"),
        dependsOn: fc.subarray(chosen.slice(0, index)),
      }),
    ),
  ),
);

test("before, difference and after are parts of one layout: nothing moves", () => {
  fc.assert(
    fc.property(pipeline, pipeline, (before, after) => {
      const united = unite(before, after);
      const { nodes: places, edges: ways } = layOutGraph({
        nodes: united.nodes.map(({ id }) => id),
        edges: united.edges,
      });
      const shown = (side: "before" | "after") => sideOf(united, side);
      expect(idsOf(shown("before").nodes)).toEqual(idsOf(before));
      expect(idsOf(shown("after").nodes)).toEqual(idsOf(after));
      expect(idsOf(shown("before").edges)).toEqual(idsOf(graphOfPipeline({ steps: before }).edges));
      expect(idsOf(shown("after").edges)).toEqual(idsOf(graphOfPipeline({ steps: after }).edges));
      expect([...places.keys()].sort()).toEqual(idsOf(united.nodes));
      expect([...ways.keys()].sort()).toEqual(idsOf(united.edges));
      expect(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size).toBe(places.size);
    }),
    { numRuns: 60 },
  );
});

test("of a large graph the changes and what is next to them are shown first", () => {
  const chain = (change: object) =>
    Array.from({ length: 80 }, (_, index) =>
      step(`s${index}`, index === 0 ? [] : [`s${index - 1}`], index === 40 ? change : {}),
    );
  const { nodes, edges } = changesAndNeighbours(unite(chain({}), chain({ timeout: "1m" })));
  expect(nodes.map(({ id }) => id)).toEqual(["s39", "s40", "s41"]);
  expect(edges.map(({ id }) => id)).toEqual(["s39→s40", "s40→s41"]);
});

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id).sort();
}
