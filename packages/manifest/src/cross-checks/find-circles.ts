/** One circle of a graph, beginning with its first node in the graph's order. */
export type Circle<Node> = readonly Node[];

/**
 * For every strongly connected part of a graph one circle through it, so that each tangle is reported once.
 * Linear in nodes and edges, without recursion (Tarjan 1972).
 */
export function findCircles<Node>(graph: ReadonlyMap<Node, readonly Node[]>): Circle<Node>[] {
  return strongComponents(graph)
    .filter((component) => component.size > 1)
    .map((component) => circleThrough(component, graph));
}

interface Visit<Node> {
  readonly node: Node;
  readonly edges: Iterator<Node>;
}

interface Search<Node> {
  readonly index: Map<Node, number>;
  readonly low: Map<Node, number>;
  readonly open: Node[];
  readonly isOpen: Set<Node>;
}

function strongComponents<Node>(graph: ReadonlyMap<Node, readonly Node[]>): Set<Node>[] {
  const search: Search<Node> = { index: new Map(), low: new Map(), open: [], isOpen: new Set() };
  const components: Set<Node>[] = [];
  for (const start of graph.keys()) {
    if (search.index.has(start)) continue;
    const visits = [enter(start, graph, search)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const next = visit.edges.next();
      if (next.done !== true) {
        if (!graph.has(next.value)) continue;
        if (!search.index.has(next.value)) visits.push(enter(next.value, graph, search));
        else if (search.isOpen.has(next.value)) lower(search, visit.node, search.index.get(next.value));
        continue;
      }
      visits.pop();
      const above = visits.at(-1);
      if (above !== undefined) lower(search, above.node, search.low.get(visit.node));
      if (search.low.get(visit.node) === search.index.get(visit.node))
        components.push(close(visit.node, search));
    }
  }
  return components;
}

function enter<Node>(
  node: Node,
  graph: ReadonlyMap<Node, readonly Node[]>,
  search: Search<Node>,
): Visit<Node> {
  search.low.set(node, search.index.size);
  search.index.set(node, search.index.size);
  search.open.push(node);
  search.isOpen.add(node);
  return { node, edges: (graph.get(node) ?? []).values() };
}

function lower<Node>({ low }: Search<Node>, node: Node, value: number | undefined): void {
  low.set(node, Math.min(low.get(node) ?? 0, value ?? 0));
}

function close<Node>(root: Node, { open, isOpen }: Search<Node>): Set<Node> {
  const members = open.splice(open.lastIndexOf(root));
  for (const member of members) isOpen.delete(member);
  return new Set(members);
}

/** Shortest way from the first node of the component back to it. */
function circleThrough<Node>(
  component: ReadonlySet<Node>,
  graph: ReadonlyMap<Node, readonly Node[]>,
): Circle<Node> {
  const [start] = component;
  if (start === undefined) return [];
  const cameFrom = new Map<Node, Node>();
  const queue: Node[] = [start];
  for (const node of queue)
    for (const next of graph.get(node) ?? []) {
      if (next === start) return wayBack(node, cameFrom, start);
      if (!component.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  return [start];
}

function wayBack<Node>(end: Node, cameFrom: ReadonlyMap<Node, Node>, start: Node): Circle<Node> {
  const way: Node[] = [];
  for (let node: Node | undefined = end; node !== undefined && node !== start; node = cameFrom.get(node))
    way.unshift(node);
  return [start, ...way];
}
