import { expect, test } from "vitest";

import { graphOfPipeline } from "./graph-of-pipeline.ts";

const http = (id: string, more: object = {}) => ({ id, type: "http", ...more });

test("steps are in the order of execution, not of the file", () => {
  const { nodes } = graphOfPipeline({
    steps: [
      http("archive", { dependsOn: ["pay"] }),
      http("fetch"),
      http("notify", { dependsOn: ["fetch"] }),
      http("pay", { dependsOn: ["fetch"] }),
    ],
  });
  expect(nodes.map(({ id, order, level }) => [order, id, level])).toEqual([
    [1, "fetch", 0],
    [2, "notify", 1],
    [3, "pay", 1],
    [4, "archive", 2],
  ]);
});

test("a dependency says under which end it leads on", () => {
  const { edges } = graphOfPipeline({
    steps: [http("pay"), http("refund", { dependsOn: ["pay"], runOn: "failure" })],
  });
  expect(edges).toEqual([{ id: "pay→refund", from: "pay", to: "refund", runOn: "failure", change: "same" }]);
});

test("conditions, items and callees are read from the step", () => {
  const [each, sub] = graphOfPipeline({
    steps: [
      http("a", { when: "{{ input.paid }}", forEach: { items: "{{ input.lines }}", as: "line" } }),
      { id: "b", type: "pipeline", with: { pipeline: "invoice-totals@^2.0.0" } },
    ],
  }).nodes;
  expect(each).toMatchObject({ when: "{{ input.paid }}", isForEach: true, callee: null });
  expect(sub?.callee).toEqual({ slug: "invoice-totals", range: "^2.0.0" });
});

test.each([null, 7, "x", [], {}, { steps: "many" }, { steps: [null, 1, {}, { id: 5, type: "http" }] }])(
  "%j has no steps",
  (definition) => {
    expect(graphOfPipeline(definition)).toEqual({ nodes: [], edges: [] });
  },
);

test("dependencies that are not there, doubled ones and doubled steps make no edges", () => {
  const { nodes, edges } = graphOfPipeline({
    steps: [http("a"), http("a", { type: "sql" }), http("b", { dependsOn: ["a", "a", "gone", 7] })],
  });
  expect(nodes.map(({ id, type }) => [id, type])).toEqual([
    ["a", "http"],
    ["b", "http"],
  ]);
  expect(edges.map(({ id }) => id)).toEqual(["a→b"]);
});

test("steps that wait for each other come last", () => {
  const { nodes } = graphOfPipeline({
    steps: [http("a", { dependsOn: ["b"] }), http("b", { dependsOn: ["a"] }), http("z")],
  });
  expect(nodes.map(({ id }) => id)).toEqual(["z", "a", "b"]);
});

test("names of things that every object has are names of steps like others", () => {
  const { nodes } = graphOfPipeline({
    steps: [http("constructor"), http("toString", { dependsOn: ["constructor"] })],
  });
  expect(nodes.map(({ id }) => id)).toEqual(["constructor", "toString"]);
});
