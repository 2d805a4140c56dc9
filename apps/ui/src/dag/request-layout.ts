import type { LayoutAnswer, LayoutQuestion } from "./layout-worker.ts";
import type { GraphLayout, LayoutRequest } from "./layout.ts";

let worker: Worker | null = null;
let asked = 0;

/**
 * Lays a graph out aside from the page, which stays free: already a hundred steps take longer than a frame. Where there
 * are no workers it is done in place. Marks `dag-layout` tell in the browser's timeline how long it took.
 */
export async function requestLayout(request: LayoutRequest): Promise<GraphLayout> {
  if (typeof Worker === "undefined") return (await import("./lay-out-graph.ts")).layOutGraph(request);
  worker ??= new Worker(new URL("./layout-worker.ts", import.meta.url), {
    type: "module",
    name: "dag-layout",
  });
  const current = worker;
  asked += 1;
  const question: LayoutQuestion = { number: asked, request };
  return new Promise((resolve, reject) => {
    const stop = () => {
      current.removeEventListener("message", hear);
      current.removeEventListener("error", fail);
    };
    const hear = ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.number !== question.number) return;
      stop();
      performance.measure("dag-layout", { start: performance.now() - data.ms, duration: data.ms });
      resolve(data.layout);
    };
    const fail = (event: ErrorEvent) => {
      stop();
      worker = null;
      current.terminate();
      reject(new Error(event.message || "The graph could not be laid out."));
    };
    current.addEventListener("message", hear);
    current.addEventListener("error", fail);
    current.postMessage(question);
  });
}
