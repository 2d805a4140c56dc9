import { layOutGraph } from "./lay-out-graph.ts";
import type { GraphLayout, LayoutRequest } from "./layout.ts";

/** What the worker is asked and answers; `ms` is how long the layout took. */
export interface LayoutQuestion {
  readonly number: number;
  readonly request: LayoutRequest;
}

export interface LayoutAnswer {
  readonly number: number;
  readonly layout: GraphLayout;
  readonly ms: number;
}

interface Scope {
  addEventListener(type: "message", listener: (event: MessageEvent<LayoutQuestion>) => void): void;
  postMessage(answer: LayoutAnswer): void;
}

const scope = globalThis as unknown as Scope;

scope.addEventListener("message", ({ data: { number, request } }) => {
  const start = performance.now();
  const layout = layOutGraph(request);
  scope.postMessage({ number, layout, ms: performance.now() - start });
});
