import { expect, test } from "vitest";

import { graphOfPipeline } from "./graph-of-pipeline.ts";
import { layOutGraph } from "./lay-out-graph.ts";
import { moveSelection } from "./move-selection.ts";

const graph = graphOfPipeline({
  steps: [
    { id: "fetch", type: "http" },
    { id: "left", type: "set", dependsOn: ["fetch"] },
    { id: "right", type: "set", dependsOn: ["fetch"] },
    { id: "last", type: "set", dependsOn: ["left", "right"] },
  ],
});
const layout = layOutGraph({ nodes: graph.nodes.map(({ id }) => id), edges: graph.edges });
const press = (selected: string | null, key: string) => moveSelection({ graph, layout, selected }, key);

test("arrows begin at the first step and follow dependencies", () => {
  expect(press(null, "ArrowDown")).toBe("fetch");
  expect(press("gone", "ArrowDown")).toBe("fetch");
  expect(["left", "right"]).toContain(press("fetch", "ArrowDown"));
  expect(press("left", "ArrowUp")).toBe("fetch");
  expect(press("last", "ArrowDown")).toBeNull();
});

test("left and right lead to what stands beside", () => {
  const ends = new Set([press("left", "ArrowRight"), press("left", "ArrowLeft")]);
  expect(ends).toEqual(new Set([null, "right"]));
});

test("Home and End lead to the first and last; other keys do nothing", () => {
  expect(press("left", "Home")).toBe("fetch");
  expect(press("left", "End")).toBe("last");
  expect(press("left", "x")).toBeNull();
});
