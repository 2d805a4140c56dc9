import type { Json, JsonObject } from "@lockstep/model";

import { isObject } from "../json/is-object.ts";
import { executionOrder } from "./execution-order.ts";
import type { Graph, GraphNode } from "./graph.ts";

/**
 * The graph of a pipeline's definition, with or without defaults filled in. What is no step is left out, and what a step
 * does not say has the format's default: a definition of a newer format is still shown.
 */
export function graphOfPipeline(definition: unknown): Graph {
  const placed = executionOrder(readSteps(definition));
  const known = new Set(placed.map(({ item }) => item.id));
  const nodes = placed.map(({ item, order, level }) => ({ ...item, order, level }));
  return { nodes, edges: nodes.flatMap((node) => edgesTo(node, known)) };
}

function edgesTo({ id, dependsOn, runOn }: GraphNode, known: ReadonlySet<string>) {
  return [...new Set(dependsOn)]
    .filter((from) => known.has(from))
    .map((from) => ({ id: edgeId(from, id), from, to: id, runOn, change: "same" as const }));
}

/** Names the dependency of one step on another. */
function edgeId(from: string, to: string): string {
  return `${from}→${to}`;
}

type UnplacedNode = Omit<GraphNode, "order" | "level">;

function readSteps(definition: unknown): readonly UnplacedNode[] {
  const steps = isObject(definition) ? definition["steps"] : null;
  if (!Array.isArray(steps)) return [];
  const seen = new Set<string>();
  return (steps as readonly Json[]).flatMap((step) => {
    if (!isObject(step)) return [];
    const node = readStep(step);
    if (node === null || seen.has(node.id)) return [];
    seen.add(node.id);
    return [node];
  });
}

function readStep(step: JsonObject): UnplacedNode | null {
  const { id, type } = step;
  if (typeof id !== "string" || typeof type !== "string") return null;
  const dependsOn = Array.isArray(step["dependsOn"]) ? (step["dependsOn"] as readonly Json[]) : [];
  return {
    id,
    type,
    title: textOf(step["title"]) ?? "",
    dependsOn: dependsOn.filter((name) => typeof name === "string"),
    runOn: textOf(step["runOn"]) ?? "success",
    when: textOf(step["when"]),
    isForEach: isObject(step["forEach"]),
    callee: type === "pipeline" ? readCallee(step["with"]) : null,
    step,
    change: "same",
    fields: [],
  };
}

function readCallee(parameters: Json | undefined): GraphNode["callee"] {
  const written = isObject(parameters) ? textOf(parameters["pipeline"]) : null;
  if (written === null) return null;
  const [slug = "", range = ""] = written.split("@");
  return { slug, range };
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}
